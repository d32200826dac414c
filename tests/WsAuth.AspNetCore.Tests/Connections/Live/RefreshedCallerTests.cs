using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Client;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.RefreshTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>Who may prolong a socket: its own caller, by no weaker proof, as far as the policies of its endpoint go.</summary>
public sealed class RefreshedCallerTests
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Five = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task What_only_claims_to_be_the_caller_does_not_prolong_a_proven_socket()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var proven = await host.ConnectAsync("/ws", MintEdge(host, "edge_1"));
        await proven.AskAsync("hello");
        var connection = Only(host);
        var refresh = host.Services.GetRequiredService<ConnectionRefresh>();
        var attempt = RefreshAttempt.Of(host.Variables.Get("EDGE_SECRET")!) with { AgentId = "edge_1" };

        var decision = await refresh.RefreshAsync(connection, attempt, default);

        Assert.Equal("subject_mismatch", decision!.Refusal?.Reason.Code);
        Assert.NotNull(connection.Until);
    }

    [Fact]
    public async Task An_agent_of_the_shared_secret_moves_to_an_edge_token_of_its_own_and_gets_an_end()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync(
            "/ws",
            host.Variables.Get("EDGE_SECRET"),
            options => options.SetRequestHeader("X-Edge-Agent-Id", "edge_1")
        );
        await socket.AskAsync("hello");

        var other = await RefreshTests.Live(host).RefreshAsync(Only(host), MintEdge(host, "edge_2"));
        Assert.Equal("subject_mismatch", other!.Refusal?.Reason.Code);
        Assert.True(
            (await RefreshTests.Live(host).RefreshAsync(Only(host), host.Variables.Get("EDGE_SECRET")!))!.IsAccepted
        );
        Assert.True((await RefreshTests.Live(host).RefreshAsync(Only(host), MintEdge(host, "edge_1")))!.IsAccepted);

        Assert.False(Only(host).IsSubjectClaimed);
        service.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task The_endpoints_policies_are_asked_about_the_new_principal()
    {
        var service = new LiveService
        {
            Map = app =>
            {
                app.Map("/members", EchoEndpoint.RunAsync)
                    .RequireWsAuth(TokenKind.Jwt)
                    .RequireAuthorization(policy => policy.RequireClaim("member", "yes"));
                app.Map("/first-members", EchoEndpoint.RunAsync)
                    .RequireWsAuth(options =>
                    {
                        options.Kinds = [TokenKind.Jwt];
                        options.FirstMessage = true;
                    })
                    .RequireAuthorization(policy => policy.RequireClaim("member", "yes"));
            },
        };
        await using var host = await service.StartAsync();
        var member = host.MintJwt("u1", content => content.Claims["member"] = "yes");
        using var socket = await host.ConnectAsync("/members", member);
        using var first = await host.ConnectAsync("/first-members");
        await first.AskAsync(FirstMessageService.Auth(member));
        await socket.AskAsync("hello");
        await first.AskAsync("hello");

        foreach (var connection in RefreshTests.Live(host).List())
        {
            var refused = await RefreshTests.Live(host).RefreshAsync(connection, host.MintJwt("u1"));
            Assert.Equal("not_authorized", refused!.Refusal?.Reason.Code);
            Assert.True((await RefreshTests.Live(host).RefreshAsync(connection, member))!.IsAccepted);
        }

        Assert.Equal(2, RefreshTests.Live(host).Count);
    }

    internal static string MintEdge(KestrelHost host, string agent) =>
        LeakWatch.Protect(TokenMinter.For(host.Services).EdgeToken(agent, "+1555").DangerousGetText());
}
