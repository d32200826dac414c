using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Registration;

/// <summary>What a handler learns of its caller.</summary>
public sealed class GetHandshakeDecisionTests
{
    private readonly string _edgeSecret = TestSecrets.Hex();
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Principal_kind_and_session_are_reachable_behind_both_doors(bool lean)
    {
        await using var host = await StartAsync(lean);
        var token = host.MintJwt(
            "u1",
            content =>
            {
                content.Lifetime = TimeSpan.FromMinutes(7);
                content.Claims["role"] = new[] { "reader", "writer" };
                content.Claims["name"] = "Anna";
            }
        );

        var seen = await SeeAsync(host, "/ws", token);

        Assert.Equal("u1", seen.GetProperty("subject").GetString());
        Assert.Equal("jwt", seen.GetProperty("kind").GetString());
        Assert.Equal(_clock.GetUtcNow().AddMinutes(7), seen.GetProperty("end").GetDateTimeOffset());
        Assert.Equal("session_u1", seen.GetProperty("session").GetString());
        Assert.True(seen.GetProperty("isWriter").GetBoolean());
        Assert.Equal("WsAuth", seen.GetProperty("type").GetString());
        Assert.False(seen.GetProperty("isClaimed").GetBoolean());
    }

    [Fact]
    public async Task The_session_that_the_client_asks_for_is_carried_beside_the_principal()
    {
        await using var host = await StartAsync();

        var inQuery = await SeeAsync(host, "/ws?session_id=chat-42", host.MintJwt());
        var ofTenant = await SeeAsync(host, "/ws", host.MintJwt("u1", content => content.Claims["tenant_id"] = "acme"));

        Assert.Equal("chat-42", inQuery.GetProperty("session").GetString());
        Assert.Equal("u1", inQuery.GetProperty("subject").GetString());
        Assert.Equal("session_u1_acme", ofTenant.GetProperty("session").GetString());
    }

    [Fact]
    public async Task The_agent_of_a_shared_secret_is_marked_as_claimed()
    {
        await using var host = await StartAsync();

        var seen = await SeeAsync(host, "/ws?edge_agent_id=agent-9", _edgeSecret);

        Assert.Equal("agent-9", seen.GetProperty("subject").GetString());
        Assert.Equal("shared-secret", seen.GetProperty("kind").GetString());
        Assert.True(seen.GetProperty("isClaimed").GetBoolean());
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("end").ValueKind);
    }

    [Fact]
    public async Task REST_and_WebSocket_resolve_one_secret()
    {
        await using var host = await StartAsync();
        var token = host.MintJwt("u8");

        using var answer = await host.Http("/rest").GetAsync(token);
        var seen = await SeeAsync(host, "/ws", token);

        Assert.Equal("u8", await answer.Content.ReadAsStringAsync());
        Assert.Equal("u8", seen.GetProperty("subject").GetString());
        Assert.Equal(2, WsAuth.Client.TokenMinter.For(host.Services).Report().Secrets.Count);
    }

    [Fact]
    public async Task An_open_endpoint_has_no_decision_to_show_for_a_refused_caller()
    {
        await using var host = await StartAsync();

        using var refused = await host.Http("/open").GetAsync("not-a-token");

        Assert.Equal("none", await refused.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> SeeAsync(KestrelHost host, string path, string token)
    {
        using var socket = await host.ConnectAsync(path, token);
        return JsonDocument.Parse(await socket.HearAsync()).RootElement;
    }

    private static async Task HandleAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var decision = context.GetHandshakeDecision()!;
        LeakWatch.Observe(decision.ToString());
        LeakWatch.Observe(decision.Key!.ToString());
        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    subject = decision.Subject,
                    kind = decision.Kind!.Name,
                    end = decision.SessionEnd,
                    session = decision.RequestedSessionId,
                    isClaimed = decision.IsSubjectClaimed,
                    isWriter = context.User.IsInRole("writer"),
                    type = context.User.Identity!.AuthenticationType,
                }
            ),
            System.Net.WebSockets.WebSocketMessageType.Text,
            true,
            context.RequestAborted
        );
        await socket.ReceiveAsync(new byte[16], context.RequestAborted);
    }

    private Task<KestrelHost> StartAsync(bool lean = false) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                if (lean)
                {
                    app.UseWsAuth(TokenKind.Jwt, TokenKind.SharedSecret);
                    app.Run(HandleAsync);
                    return;
                }

                app.Map("/ws", HandleAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.SharedSecret);
                app.MapGet("/rest", HttpConversation.WhoAmIAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapGet(
                    "/open",
                    context => context.Response.WriteAsync(context.GetHandshakeDecision()?.Subject ?? "none")
                );
            },
            clock: _clock,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex(), ["EDGE_SECRET"] = _edgeSecret }
        );
}
