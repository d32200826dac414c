using Microsoft.AspNetCore.Builder;
using WsAuth.Client;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Interop;

/// <summary>Edge tokens of other stacks open a real socket, and ours are theirs, byte by byte.</summary>
public sealed class ForeignEdgeTokensTests
{
    private const string Agent = "edge_15551234567";
    private const string Phone = "+15551234567";

    private readonly string _secret = TestSecrets.Hex();

    [NodeFact]
    public async Task A_token_of_Node_opens_the_socket_of_its_agent()
    {
        await using var host = await StartAsync();
        var token = await ClientScript.MintEdgeAsync("mint-edge.js", _secret, Agent, Phone, Now);

        var outcome = await ClientScript.ConnectByNodeAsync(host.WebSocket($"/edge/ws?edge_agent_id={Agent}"), token);

        Assert.True(outcome.Opened, host.Logs.Handshakes.LastOrDefault()?.Message);
        Assert.Contains(
            $"accepted: \"{Agent}\" at /edge/ws",
            Assert.Single(host.Logs.Handshakes).Message,
            StringComparison.Ordinal
        );
    }

    [PythonFact]
    public async Task A_token_of_Python_opens_the_socket_and_another_agents_is_refused()
    {
        await using var host = await StartAsync();
        var token = await ClientScript.MintEdgeAsync("mint_edge.py", _secret, Agent, Phone, Now);

        var own = await ClientScript.ConnectByPythonAsync(host.WebSocket($"/edge/ws?edge_agent_id={Agent}"), token);
        var other = await ClientScript.ConnectByPythonAsync(host.WebSocket("/edge/ws?edge_agent_id=edge_2"), token);

        Assert.True(own.Opened);
        Assert.Equal((false, 401, "credential_invalid"), (other.Opened, other.Status, other.Reason));
        Assert.Contains("subject_mismatch", host.Logs.Handshakes[^1].Message, StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task Ours_is_the_same_as_theirs()
    {
        await using var host = await StartAsync();
        var time = DateTimeOffset.FromUnixTimeSeconds(Now);
        var theirs = await ClientScript.MintEdgeAsync("mint-edge.js", _secret, Agent, Phone, Now);

        var ours = TokenMinter.For(host.Services).EdgeToken(Agent, Phone, time).DangerousGetText();
        var urlSafe = TokenMinter.For(host.Services).EdgeToken(Agent, Phone, time, urlSafe: true).DangerousGetText();

        Assert.True(theirs == ours);
        Assert.True(theirs.TrimEnd('=').Replace('+', '-').Replace('/', '_') == urlSafe);
    }

    [Theory]
    [InlineData("edge:1", "")]
    [InlineData("edge\n1", "")]
    [InlineData("edge_1", "+1:2")]
    [InlineData("", "")]
    public async Task A_field_that_would_move_the_borders_is_not_minted(string agent, string phone)
    {
        await using var host = await StartAsync();

        Assert.ThrowsAny<ArgumentException>(() => TokenMinter.For(host.Services).EdgeToken(agent, phone));
    }

    private static long Now { get; } = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/edge/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.SharedSecret, TokenKind.EdgeToken);
            },
            variables: new TestVariables { ["EDGE_SECRET"] = _secret }
        );
}
