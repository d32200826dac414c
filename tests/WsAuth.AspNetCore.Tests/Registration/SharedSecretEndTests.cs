using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Handshake;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Registration;

/// <summary>An endpoint that takes shared secrets for a while yet, beside one that takes them without an end.</summary>
public sealed class SharedSecretEndTests
{
    private readonly string _secret = TestSecrets.Hex();
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task An_endpoints_end_is_its_own_and_warnings_tell_who_has_to_move()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/old", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.SharedSecret);
                app.Map("/edge/ws", EchoEndpoint.RunAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.SharedSecret, TokenKind.EdgeToken];
                        endpoint.SharedSecretUntil = _clock.GetUtcNow().AddHours(1);
                    });
            },
            clock: _clock,
            variables: new TestVariables { ["EDGE_SECRET"] = _secret }
        );

        await AskAsync(host, "/edge/ws");
        await AskAsync(host, "/edge/ws");
        _clock.Advance(TimeSpan.FromHours(1));

        await AskAsync(host, "/old");
        var (status, _) = await TryAsync(host, "/edge/ws");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Contains(
            host.Logs.Handshakes,
            entry => entry.Message.Contains("credential_kind_refused at /edge/ws", StringComparison.Ordinal)
        );
        var warning = Assert.Single(host.Logs.All, entry => entry.Id.Id == 1901).Message;
        Assert.Contains("Agent \"edge_1\" (claimed)", warning, StringComparison.Ordinal);
        var use = Assert.Single(host.Services.GetRequiredService<AgentUses>().Read());
        Assert.Equal(("edge_1", TokenKind.SharedSecret, 3L), (use.AgentId, use.Kind, use.Count));
    }

    [Fact]
    public async Task A_door_before_it_that_has_no_end_does_not_prolong_it()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.UseWsAuth(TokenKind.SharedSecret);
                app.UseRouting();
                app.UseAuthorization();
                app.Map("/edge/ws", EchoEndpoint.RunAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.SharedSecret];
                        endpoint.SharedSecretUntil = _clock.GetUtcNow().AddHours(1);
                    });
            },
            clock: _clock,
            variables: new TestVariables { ["EDGE_SECRET"] = _secret }
        );

        await AskAsync(host, "/edge/ws");
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(host, "/edge/ws")).Status);
    }

    private async Task AskAsync(KestrelHost host, string path) =>
        Assert.Equal("hello", (await TryAsync(host, path)).Answer);

    private async Task<(HttpStatusCode Status, string? Answer)> TryAsync(KestrelHost host, string path)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", "Bearer " + _secret);
        try
        {
            await socket.ConnectAsync(host.WebSocket(path + "?edge_agent_id=edge_1"), CancellationToken.None);
        }
        catch (WebSocketException)
        {
            return (socket.HttpStatusCode, null);
        }

        return (socket.HttpStatusCode, await socket.AskAsync("hello"));
    }
}
