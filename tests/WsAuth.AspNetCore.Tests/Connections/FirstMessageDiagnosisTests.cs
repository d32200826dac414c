using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections;

/// <summary>A first message that never comes, although the client sent its credential, or could not.</summary>
public sealed class FirstMessageDiagnosisTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_credential_that_the_handshake_had_in_a_wrong_place_is_named_when_no_message_comes()
    {
        await using var host = await StartAsync(app => app.UseWebSockets());
        using var socket = await host.ConnectAsync("/first?token=sk_live_1234");
        _clock.AdvanceWhenWaitedFor(TimeSpan.FromSeconds(10));
        await socket.HearAsync();

        Assert.Equal(4408, (int)socket.CloseStatus!);

        var line = Assert.Single(host.Logs.Handshakes);

        Assert.Equal("authentication_timeout", line.Values["Reason"]);
        Assert.Contains("The query parameter token is not read here", line.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "Send what stood there as the first message",
            line.Values["Fix"]!.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_UseWebSockets_that_is_named()
    {
        await using var host = await StartAsync(_ => { });

        await host.ConnectInVainAsync("/first");

        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Equal("credential_missing", line.Values["Reason"]);
        Assert.Equal("Call app.UseWebSockets() before the endpoint is reached.", line.Values["Fix"]);
    }

    private Task<KestrelHost> StartAsync(Action<WebApplication> before) =>
        KestrelHost.StartAsync(
            app =>
            {
                before(app);
                app.Map("/first", EchoEndpoint.RunAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Jwt];
                        endpoint.FirstMessage = true;
                    });
            },
            clock: _clock,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
