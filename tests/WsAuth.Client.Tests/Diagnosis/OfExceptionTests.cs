using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>Each exception that the .NET client really throws over an answer, read without asking the network again.</summary>
public sealed class OfExceptionTests
{
    [Fact]
    public async Task A_refusal_with_details_collected_has_reason_attempt_and_cause()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential(
            TokenMinter.For(host.Services).Jwt("u1", jwt => jwt.Lifetime = TimeSpan.FromHours(-1))
        );

        var (thrown, diagnosis) = await CatchAsync<WebSocketException>(socket, host.WebSocket("/ws?ticket_id=7"));

        Assert.Equal(WebSocketError.NotAWebSocket, thrown.WebSocketErrorCode);
        Assert.Equal(
            (HandshakePhase.HttpAuthentication, 401, "token_expired", "The token has expired."),
            (diagnosis.Phase, diagnosis.Status, diagnosis.Reason, diagnosis.Verdict)
        );
        Assert.Equal(socket.GetHandshakeRefusal()!.AttemptId, diagnosis.AttemptId);
        Assert.Empty(diagnosis.Steps);
        Assert.False(diagnosis.Succeeded);
    }

    [Theory]
    [InlineData("401 Unauthorized", "The credential is refused without a reason.")]
    [InlineData(
        "403 Forbidden",
        "The server refuses without a reason: the credential, its permissions, the Origin, or an address list."
    )]
    public async Task A_refusal_without_details_still_has_its_status(string status, string verdict)
    {
        await using var server = new ScriptedServer(
            ForeignAnswers.Answer(status, "Server: uvicorn\r\nWWW-Authenticate: Bearer\r\n")
        );
        using var socket = new ClientWebSocket();

        var (_, diagnosis) = await CatchAsync<WebSocketException>(socket, server.Url());

        Assert.Equal(
            (HandshakePhase.HttpAuthentication, int.Parse(status[..3]), verdict),
            (diagnosis.Phase, diagnosis.Status, diagnosis.Verdict)
        );
        Assert.Contains(
            diagnosis.Evidence,
            line => line.Contains("CollectHttpResponseDetails", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_wraps_the_exception_changes_nothing()
    {
        await using var server = new ScriptedServer(ForeignAnswers.Answer("401 Unauthorized"));
        using var socket = new ClientWebSocket();
        var (thrown, bare) = await CatchAsync<WebSocketException>(socket, server.Url());

        var wrapped = Read(new InvalidOperationException("It failed.", new AggregateException(thrown)), null, null);

        Assert.Equal((bare.Phase, bare.Status, bare.Verdict), (wrapped.Phase, wrapped.Status, wrapped.Verdict));
    }

    [Fact]
    public async Task A_foreign_refusal_with_details_is_judged_by_its_headers()
    {
        await using var server = new ScriptedServer(ForeignAnswers.Answer("403 Forbidden", "Server: uvicorn\r\n"));
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        var (_, diagnosis) = await CatchAsync<WebSocketException>(socket, server.Url());

        Assert.StartsWith(
            "The application closed the socket before it accepted it",
            diagnosis.Verdict,
            StringComparison.Ordinal
        );
        Assert.Contains("Server: \"uvicorn\"", diagnosis.Evidence);
    }

    [Fact]
    public async Task A_route_for_get_alone_over_http_2()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.MapGet("/ws", EchoEndpoint.RunAsync);
            },
            configure: builder =>
                builder.WebHost.ConfigureKestrel(kestrel =>
                    kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2)
                )
        );
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var url = host.WebSocket("/ws");

        var thrown = await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(url, invoker, CancellationToken.None)
        );
        var diagnosis = Read(thrown, socket, url);

        Assert.Equal(
            (
                405,
                "The route at /ws takes another method, and the handshake reached it as a CONNECT: so it is over HTTP/2 (RFC 8441)."
            ),
            (diagnosis.Status, diagnosis.Verdict)
        );
        Assert.Contains("Map, not MapGet", diagnosis.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sub_protocol_that_was_not_offered()
    {
        await using var server = ScriptedServer.Upgrading(
            ScriptedServer.PongAsync,
            "Sec-WebSocket-Protocol: chat.v9\r\n"
        );
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("chat.v1");

        var (_, diagnosis) = await CatchAsync<WebSocketException>(socket, server.Url());

        Assert.Equal(HandshakePhase.ProtocolNegotiation, diagnosis.Phase);
        Assert.StartsWith(
            "The server chose a sub-protocol that was not offered",
            diagnosis.Verdict,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_first_message_that_is_refused()
    {
        await using var server = ScriptedServer.Upgrading(async stream =>
        {
            await ScriptedServer.ReadFrameAsync(stream);
            await ScriptedServer.CloseAsync(stream, 4401, "token_expired");
            await stream.CopyToAsync(Stream.Null);
        });
        using var socket = new ClientWebSocket();
        var token = MintedToken.FromText(TestSecrets.Hex(), TokenKind.SharedSecret);

        var refused = await Assert.ThrowsAsync<FirstMessageRefusedException>(() =>
            socket.ConnectAsync(server.Url(), new Answering(token), CredentialLocations.FirstMessage)
        );
        var diagnosis = Read(refused, socket, null);

        Assert.Equal(
            (HandshakePhase.AfterUpgrade, 4401, "token_expired"),
            (diagnosis.Phase, diagnosis.CloseCode, diagnosis.Reason)
        );
        Assert.Equal("a URL that was not given", diagnosis.Url);
    }

    internal static async Task<(T Thrown, HandshakeDiagnosis Diagnosis)> CatchAsync<T>(
        ClientWebSocket socket,
        Uri url,
        CancellationToken cancellationToken = default
    )
        where T : Exception
    {
        var thrown = await Assert.ThrowsAnyAsync<T>(() => socket.ConnectAsync(url, cancellationToken));
        return (thrown, Read(thrown, socket, url));
    }

    internal static HandshakeDiagnosis Read(Exception thrown, ClientWebSocket? socket, Uri? url)
    {
        var diagnosis = HandshakeDiagnosis.Of(thrown, socket, url);
        LeakWatch.Observe(diagnosis.ToString());
        LeakWatch.Observe(JsonSerializer.Serialize(diagnosis));
        return diagnosis;
    }
}
