using System.Net.WebSockets;
using WsAuth.Client;

namespace WsAuth.Testing;

/// <summary>Tokens for a host, and handshakes with it.</summary>
public static class HostHandshakes
{
    /// <summary>The headers of an opening handshake over HTTP/1.1, for requests that are no <see cref="ClientWebSocket"/>'s.</summary>
    public static readonly (string Name, string Value)[] HandshakeHeaders =
    [
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="),
    ];

    /// <summary>A JWT that the host accepts, protected by <see cref="LeakWatch"/>.</summary>
    public static string MintJwt(this KestrelHost host, string subject = "u1", Action<JwtContent>? configure = null) =>
        LeakWatch.ProtectToken(TokenMinter.For(host.Services).Jwt(subject, configure).DangerousGetText());

    /// <summary>Opens a socket.</summary>
    public static async Task<ClientWebSocket> ConnectAsync(
        this KestrelHost host,
        string path,
        string? token = null,
        Action<ClientWebSocketOptions>? configure = null,
        HttpMessageInvoker? invoker = null
    )
    {
        var socket = Prepare(token, configure);
        await socket.ConnectAsync(host.WebSocket(path), invoker, default);
        return socket;
    }

    /// <summary>Tries to open a socket and answers why the host refused.</summary>
    public static async Task<HandshakeRefusal> ConnectInVainAsync(
        this KestrelHost host,
        string path,
        string? token = null,
        Action<ClientWebSocketOptions>? configure = null,
        HttpMessageInvoker? invoker = null
    )
    {
        using var socket = Prepare(token, configure);
        try
        {
            await socket.ConnectAsync(host.WebSocket(path), invoker, default);
        }
        catch (WebSocketException)
        {
            host.Logs.WaitUntilSettled();
            return socket.GetHandshakeRefusal() ?? throw new InvalidOperationException("No HTTP answer came at all.");
        }

        throw new InvalidOperationException($"The socket at {path} opened, and must not.");
    }

    private static ClientWebSocket Prepare(string? token, Action<ClientWebSocketOptions>? configure)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        }

        configure?.Invoke(socket.Options);
        return socket;
    }
}
