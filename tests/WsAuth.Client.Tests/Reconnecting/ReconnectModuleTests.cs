using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests.Reconnecting;

/// <summary>The JavaScript module, in Node.</summary>
public sealed class ReconnectModuleTests
{
    [NodeFact]
    public async Task Its_own_tests_pass()
    {
        var result = await Programs.RunAsync("node", ["--test", "--test-reporter=tap", "reconnect/"]);

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Matches("# pass [1-9][0-9]{2}", result.Output);
    }

    [NodeTheory]
    [InlineData("ws", true)]
    [InlineData("ws", false)]
    [InlineData("browser", true)]
    [InlineData("browser", false)]
    public async Task It_opens_a_connection(string client, bool withTicket)
    {
        await using var host = await StartAsync();

        var outcome = await RunAsync(host, client, host.MintJwt(), withTicket);

        Assert.Equal(["connecting", "open", "done"], StatesOf(outcome));
        Assert.Equal("""{"type":"pong"}""", outcome.GetProperty("answer").GetString());
    }

    [NodeTheory]
    [InlineData("ws")]
    [InlineData("browser")]
    public async Task It_refreshes_an_open_socket(string client)
    {
        await using var host = await StartAsync();

        var outcome = await RunAsync(host, client, host.MintJwt(), withTicket: true, refresh: host.MintJwt());

        Assert.Equal(["connecting", "open", "refreshed", "done"], StatesOf(outcome));
        Assert.Contains(
            host.Logs.Messages,
            line => line.StartsWith("WebSocket connection refreshed:", StringComparison.Ordinal)
        );
    }

    [NodeTheory]
    [InlineData("ws", "Http")]
    [InlineData("ws", "Close")]
    [InlineData("browser", "Close")]
    [InlineData("browser", "Http")]
    public async Task A_dead_token_is_presented_twice_and_the_page_learns_the_reason(string client, string refusal)
    {
        await using var host = await StartAsync(refusal);

        var outcome = await RunAsync(host, client, host.MintJwt()[..^4] + "AAAA");

        Assert.Equal("credential_invalid", outcome.GetProperty("reason").GetString());
        Assert.StartsWith("stopped: ", StatesOf(outcome)[^1], StringComparison.Ordinal);
        Assert.Equal(2, host.Logs.Handshakes.Count);
        if (refusal == "Http")
        {
            // From the answer, or, where that is hidden, asked for afterwards.
            var attempt = host.Logs.Handshakes[^1].Values["AttemptId"];
            Assert.Equal(attempt, outcome.GetProperty("attempt").GetString());
        }
    }

    private static List<string> StatesOf(JsonElement outcome) =>
        [.. outcome.GetProperty("states").EnumerateArray().Select(state => state.GetString()!)];

    private static async Task<JsonElement> RunAsync(
        KestrelHost host,
        string client,
        string token,
        bool withTicket = false,
        string refresh = ""
    )
    {
        var result = await Programs.RunAsync(
            "node",
            ["--experimental-websocket", "--no-warnings", "reconnect.mjs"],
            new Dictionary<string, string>
            {
                ["URL"] = host.WebSocket("/ws").ToString(),
                ["TOKEN"] = token,
                ["TICKETS"] = withTicket ? host.Http("/tickets").ToString() : "",
                ["REFRESH"] = refresh,
                ["CLIENT"] = client,
            }
        );
        LeakWatch.Observe(result.Output);
        LeakWatch.Observe(result.Error);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private static Task<KestrelHost> StartAsync(string refusal = "Http") =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
                app.MapWsAuthTickets("/tickets");
                app.MapWsAuthConnections();
                app.MapWsAuthDiagnostics();
            },
            new Dictionary<string, string?> { ["WsAuth:Refusal"] = refusal },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
}
