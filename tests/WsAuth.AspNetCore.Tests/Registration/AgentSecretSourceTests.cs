using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Registration;

/// <summary>A service whose agents have a secret each.</summary>
public sealed class AgentSecretSourceTests
{
    [Fact]
    public async Task The_secret_of_one_agent_opens_nothing_for_another_and_nobody_learns_who_exists()
    {
        var secrets = new Dictionary<string, string> { ["edge_a"] = TestSecrets.Hex(), ["edge_b"] = TestSecrets.Hex() };
        var registry = new Registry(secrets);
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/edge/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.SharedSecret, TokenKind.EdgeToken);
            },
            new Dictionary<string, string?> { ["WsAuth:Secrets:edge:Order"] = "code:agents" },
            configure: builder =>
            {
                builder
                    .Services.AddWsAuth(builder.Configuration)
                    .AddAgentSecretSource("agents", request => registry.SecretOf(request.AgentId!)); // null where the agent is unknown
            }
        );

        Assert.Equal(HttpStatusCode.SwitchingProtocols, await TryAsync(host, "edge_a", secrets["edge_a"]));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(host, "edge_b", secrets["edge_a"]));
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(host, "nobody", secrets["edge_a"]));
        Assert.Equal(
            [null, "secret_mismatch", "secret_mismatch"],
            host.Logs.Handshakes.Select(entry => entry.Values.GetValueOrDefault("Reason"))
        );
    }

    private static async Task<HttpStatusCode> TryAsync(KestrelHost host, string agent, string secret)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", "Bearer " + secret);
        socket.Options.SetRequestHeader("X-Edge-Agent-Id", agent);
        try
        {
            await socket.ConnectAsync(host.WebSocket("/edge/ws"), CancellationToken.None);
            Assert.Equal("hello", await socket.AskAsync("hello"));
        }
        catch (WebSocketException)
        {
            Assert.NotEqual(WebSocketState.Open, socket.State);
        }

        return socket.HttpStatusCode;
    }

    private sealed class Registry(Dictionary<string, string> secrets)
    {
        public string? SecretOf(string agent) => secrets.GetValueOrDefault(agent);
    }
}
