using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>A client that offered its credential's sub-protocol alone is let in without an echo, and some clients close then.</summary>
public sealed class UnechoedSubProtocolTests
{
    private const string Note = "no sub-protocol is echoed";

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task The_line_of_an_accepted_handshake_says_so(bool offersAnother, bool isNoted)
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        var offered = $"bearer.{host.MintJwt()}{(offersAnother ? ", chat" : "")}";
        using var connection = new RawHttpConnection(host.Address);

        var answer = await connection.AskAsync(
            "GET /ws HTTP/1.1",
            [
                .. HostHandshakes.HandshakeHeaders.Select(it => $"{it.Name}: {it.Value}"),
                $"Sec-WebSocket-Protocol: {offered}",
            ]
        );

        Assert.StartsWith("HTTP/1.1 101", answer, StringComparison.Ordinal);
        Assert.Equal(!isNoted, answer.Contains("Sec-WebSocket-Protocol: chat", StringComparison.OrdinalIgnoreCase));
        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Equal(isNoted, line.Message.Contains(Note, StringComparison.Ordinal));
        Assert.Equal(isNoted, line.Values.ContainsKey("Note"));
    }
}
