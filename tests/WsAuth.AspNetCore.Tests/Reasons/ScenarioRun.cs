using System.Net.WebSockets;
using System.Text;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.Testing;
using WsAuth.Testing.HostileCredentials;

namespace WsAuth.AspNetCore.Tests.Reasons;

/// <summary>One host, and what a client does to it in a scenario.</summary>
internal sealed class ScenarioRun(KestrelHost host, string secret, ScenarioStore store)
{
    public const string Payload = """{"sub":"u1","exp":@+300,"iss":"here","aud":"chat"}""";

    public KestrelHost Host => host;

    public string Secret => secret;

    public ScenarioStore Store => store;

    /// <summary>A JWT by the server's own secret; <c>@+300</c> stands for 300 seconds from now.</summary>
    public string Jwt(string payload = Payload, string header = HandmadeJwt.Header, string? by = null) =>
        HandmadeJwt.Sign(
            header,
            HandmadeJwt.At(payload, host.Clock!.GetUtcNow()),
            Encoding.UTF8.GetBytes(by ?? secret)
        );

    public string EdgeToken() =>
        LeakWatch.Protect(
            HandmadeEdgeToken.Sign($"agent-1:15551234567:{host.Clock!.GetUtcNow().ToUnixTimeSeconds()}", secret)
        );

    public async Task<string> TicketAsync() =>
        (await host.AskForTicketAsync(Jwt(), """{"path":"/ws"}""", "/tickets")).Ticket;

    /// <summary>Opens a socket that has to open, and closes it.</summary>
    public async Task OpenAsync(string path, string? token = null)
    {
        using var socket = await host.ConnectAsync(path, token);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
    }

    /// <summary>Tries to connect; it is refused over HTTP, or the socket opens and is closed.</summary>
    public async Task<Told> ConnectAsync(
        string path,
        string? token = null,
        Action<ClientWebSocketOptions>? configure = null
    )
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        }

        configure?.Invoke(socket.Options);
        try
        {
            await socket.ConnectAsync(host.WebSocket(path), default);
        }
        catch (WebSocketException) when (socket.GetHandshakeRefusal() is { } refusal)
        {
            return new Told((int)refusal.Status, refusal.Reason, null, refusal.AttemptId);
        }

        return await ClosedAsync(socket);
    }

    /// <summary>A request whose handshake headers are these alone.</summary>
    public async Task<Told> AskAsync(string path, params (string Name, string Value)[] headers)
    {
        using var answer = await host.Http(path).GetAsync(Jwt(), headers);
        return new Told(
            (int)answer.StatusCode,
            answer.Headers.GetValues("X-WsAuth-Reason").Single(),
            null,
            answer.Headers.GetValues("X-WsAuth-Attempt").Single()
        );
    }

    /// <summary>What a socket that opened is closed with.</summary>
    public static async Task<Told> ClosedAsync(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var received = await socket.ReceiveAsync(new byte[256], limit.Token);
        if (received.MessageType != WebSocketMessageType.Close)
        {
            throw new InvalidOperationException("The socket is open, and must be closed.");
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        var attempt = socket.HttpResponseHeaders?.TryGetValue("X-WsAuth-Attempt", out var ids) is true ? ids : [];
        return new Told(
            (int)socket.HttpStatusCode,
            socket.CloseStatusDescription,
            (int?)socket.CloseStatus,
            attempt.SingleOrDefault()
        );
    }
}
