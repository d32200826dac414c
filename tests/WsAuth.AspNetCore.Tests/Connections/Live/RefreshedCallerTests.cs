using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.Client;
using WsAuth.State;
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

    [Fact]
    public async Task What_only_claims_to_be_the_caller_does_not_prolong_a_socket_that_a_ticket_opened()
    {
        var service = new LiveService { Map = app => app.MapWsAuthTickets("/tickets") };
        await using var host = await service.StartAsync();
        var ticket = (await host.AskForTicketAsync(host.MintJwt("edge_1"), """{"path":"/ws"}""", "/tickets")).Ticket;
        using var socket = await host.ConnectAsync($"/ws?ticket={ticket}");
        await socket.AskAsync("hello");
        var attempt = RefreshAttempt.Of(host.Variables.Get("EDGE_SECRET")!) with { AgentId = "edge_1" };

        var decision = await host
            .Services.GetRequiredService<ConnectionRefresh>()
            .RefreshAsync(Only(host), attempt, default);

        Assert.Equal("subject_mismatch", decision!.Refusal?.Reason.Code);
    }

    [Theory]
    [InlineData("edge_1", true)]
    [InlineData("shared-secret", false)]
    public async Task What_is_no_JWT_does_not_prolong_a_socket_that_a_ticket_opened_only_since_it_has_its_buyers_name(
        string subject,
        bool isEdgeToken
    )
    {
        var service = new LiveService { Map = app => app.MapWsAuthTickets("/tickets") };
        await using var host = await service.StartAsync();
        var ticket = (await host.AskForTicketAsync(host.MintJwt(subject), """{"path":"/ws"}""", "/tickets")).Ticket;
        using var socket = await host.ConnectAsync($"/ws?ticket={ticket}");
        await socket.AskAsync("hello");
        var credential = isEdgeToken ? MintEdge(host, subject) : host.Variables.Get("EDGE_SECRET")!;

        var decision = await RefreshTests.Live(host).RefreshAsync(Only(host), credential);

        Assert.Equal("subject_mismatch", decision!.Refusal?.Reason.Code);
    }

    [Fact]
    public async Task A_name_that_is_nobodys_is_not_gone_on_with_by_an_edge_token_of_that_name()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.Variables.Get("EDGE_SECRET"));
        await socket.AskAsync("hello");

        var decision = await RefreshTests.Live(host).RefreshAsync(Only(host), MintEdge(host, "shared-secret"));

        Assert.Equal("subject_mismatch", decision!.Refusal?.Reason.Code);
    }

    [Fact]
    public async Task The_shared_secret_prolongs_nothing_after_its_time_at_the_endpoint_is_over()
    {
        var clock = new ManualTimeProvider();
        var service = new LiveService
        {
            Clock = clock,
            Map = app =>
                app.Map("/until", EchoEndpoint.RunAsync)
                    .RequireWsAuth(options =>
                    {
                        options.Kinds = [TokenKind.SharedSecret];
                        options.SharedSecretUntil = clock.GetUtcNow().AddHours(1);
                    }),
        };
        service.Settings["WsAuth:SharedSecret:SessionLifetime"] = "02:00:00";
        await using var host = await service.StartAsync();
        var secret = host.Variables.Get("EDGE_SECRET")!;
        using var socket = await host.ConnectAsync("/until", secret);
        await socket.AskAsync("hello");
        Assert.True((await RefreshTests.Live(host).RefreshAsync(Only(host), secret))!.IsAccepted);

        clock.Advance(TimeSpan.FromHours(1));

        Assert.False((await RefreshTests.Live(host).RefreshAsync(Only(host), secret))!.IsAccepted);
    }

    [Fact]
    public async Task What_is_revoked_while_the_policies_are_asked_about_it_prolongs_nothing()
    {
        KestrelHost? host = null;
        var service = new LiveService
        {
            Map = app =>
                app.Map("/asked", EchoEndpoint.RunAsync)
                    .RequireWsAuth(TokenKind.Jwt)
                    .RequireAuthorization(policy =>
                        policy.RequireAssertion(async asked =>
                        {
                            if (asked.User.HasClaim("jti", "t-2"))
                            {
                                await RefreshTests.Live(host!).RevokeAsync(Revocation.OfToken("t-2"));
                            }

                            return true;
                        })
                    ),
        };
        await using var started = host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/asked", host.MintJwt("u1", content => content.TokenId = "t-1"));
        await socket.AskAsync("hello");

        await RefreshTests.Live(host).RefreshAsync(Only(host), host.MintJwt("u1", content => content.TokenId = "t-2"));

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task Who_only_claims_to_be_the_caller_does_not_take_the_name_of_its_socket()
    {
        const string Id = "0123456789abcdef0123456789abcdef";
        var service = new LiveService();
        await using var host = await service.StartAsync();
        var registry = host.Services.GetRequiredService<ConnectionRegistry>();
        var secret = host.Variables.Get("EDGE_SECRET");
        using var proven = await host.ConnectAsync($"/ws?wsauth_attempt={Id}", MintEdge(host, "edge_1"));
        await proven.AskAsync("hello");

        using var claimed = await host.ConnectAsync(
            $"/ws?wsauth_attempt={Id}",
            secret,
            options => options.SetRequestHeader("X-Edge-Agent-Id", "edge_1")
        );
        await claimed.AskAsync("hello");

        Assert.False(registry.FindChosen(Id)!.IsSubjectClaimed);
        Assert.Equal(2, registry.Count);
    }

    internal static string MintEdge(KestrelHost host, string agent) =>
        LeakWatch.Protect(TokenMinter.For(host.Services).EdgeToken(agent, "+1555").DangerousGetText());
}
