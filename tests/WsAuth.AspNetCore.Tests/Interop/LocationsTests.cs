using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Interop;

/// <summary>Clients of other stacks, with the credential in each place that they can reach.</summary>
public sealed class LocationsTests
{
    [NodeTheory]
    [InlineData("header", "")]
    [InlineData("query", "")]
    [InlineData("subprotocol", "chat.v1")]
    [InlineData("first", "")]
    public Task Node_connects(string place, string echoed) => AssertConnectsAsync("connect.js", place, echoed);

    [PythonTheory]
    [InlineData("header", null)]
    [InlineData("query", null)]
    [InlineData("subprotocol", "chat.v1")]
    [InlineData("first", null)]
    public Task Python_connects(string place, string? echoed) => AssertConnectsAsync("connect.py", place, echoed);

    [NodeFact]
    public async Task Node_is_told_the_close_code_of_a_first_message_that_is_refused()
    {
        await using var host = await StartAsync();

        var outcome = await ClientScript.ConnectFromAsync("connect.js", host.WebSocket("/first"), "session_1", "first");

        Assert.Equal((true, 4401), (outcome.Opened, outcome.Closed));
    }

    private static async Task AssertConnectsAsync(string script, string place, string? echoed)
    {
        await using var host = await StartAsync();
        var url = host.WebSocket(place == "first" ? "/first" : "/ws");

        var outcome = await ClientScript.ConnectFromAsync(script, url, host.MintJwt(), place);

        Assert.Equal((true, """{"type":"pong"}""", echoed), (outcome.Opened, outcome.Answer, outcome.Protocol));
    }

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/first", EchoEndpoint.RunAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Jwt];
                        endpoint.FirstMessage = true;
                    });
            },
            new Dictionary<string, string?> { ["WsAuth:Query:AccessToken"] = "true" },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
