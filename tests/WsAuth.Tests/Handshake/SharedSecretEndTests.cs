using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.Handshake;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Handshake;

/// <summary>The way from shared secrets to edge tokens: warned about, and refused from a date on. The clock says 2026-11-20, noon.</summary>
public sealed class SharedSecretEndTests
{
    private static readonly TokenKind[] Both = [TokenKind.SharedSecret, TokenKind.EdgeToken];

    [Fact]
    public async Task A_secret_is_accepted_until_its_end_and_never_after()
    {
        using var host = new CoreHost(("SharedSecret:AcceptUntil", "2026-11-20T13:00:00Z"));

        Assert.True((await PresentAsync(host)).IsAccepted);
        host.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.True((await PresentAsync(host)).IsAccepted);
        host.Clock.Advance(TimeSpan.FromTicks(1));

        var ended = await PresentAsync(host);
        ended.ShouldBeRefused(
            "credential_kind_refused",
            "Shared secrets were accepted here until 2026-11-20T13:00:00Z; agent named by the request: \"edge_1\"."
        );
        Assert.Contains("SharedSecret:AcceptUntil", ended.Refusal!.EffectiveFix, StringComparison.Ordinal);
        Assert.Equal(2, Uses(host).Single().Count);
    }

    [Fact]
    public async Task A_day_lasts_to_its_end()
    {
        using var host = new CoreHost(("SharedSecret:AcceptUntil", "2026-11-20"));

        host.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.True((await PresentAsync(host)).IsAccepted);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await PresentAsync(host)).ShouldBeRefused("credential_kind_refused");
    }

    [Fact]
    public async Task After_the_end_a_right_secret_and_a_wrong_one_are_answered_alike()
    {
        using var host = new CoreHost(("SharedSecret:AcceptUntil", "2026-11-19"));

        var right = await PresentAsync(host);
        var wrong = await PresentAsync(host, credential: TestSecrets.Hex());

        Assert.Equal("credential_kind_refused", right.Refusal!.Reason.Code);
        Assert.Equal(right.Refusal, wrong.Refusal);
    }

    [Fact]
    public async Task The_end_of_shared_secrets_is_not_that_of_edge_tokens()
    {
        using var host = new CoreHost(("SharedSecret:AcceptUntil", "2026-11-19"));
        var token = EdgeTokenOf(host, "edge_1");

        Assert.True((await PresentAsync(host, credential: token)).IsAccepted);
        Assert.Empty(Warnings(host));
    }

    [Theory]
    [InlineData("2026-11-19", "2026-11-30", false)]
    [InlineData("2026-11-30", "2026-11-19", false)]
    [InlineData(null, "2026-11-19", false)]
    [InlineData("2026-11-19", null, false)]
    [InlineData("2026-11-30", "2026-11-30", true)]
    public async Task Of_the_endpoints_end_and_the_options_the_earlier_counts(
        string? endpoint,
        string? options,
        bool isAccepted
    )
    {
        using var host = options is null ? new CoreHost() : new CoreHost(("SharedSecret:AcceptUntil", options));
        var requirements = new HandshakeRequirements(Both)
        {
            SharedSecretUntil = endpoint is null ? null : DateTimeOffset.Parse(endpoint + "T00:00:00Z"),
        };

        var decision = await host.DecideAsync(PresentedRequest.Bearer(host.EdgeSecret), requirements);

        Assert.Equal(isAccepted, decision.IsAccepted);
        Assert.NotEqual(requirements, new HandshakeRequirements(Both) { SharedSecretUntil = DateTimeOffset.MaxValue });
    }

    [Fact]
    public async Task A_deprecated_use_is_warned_about_once_per_agent_and_hour()
    {
        using var host = new CoreHost(("SharedSecret:Deprecated", "true"));

        await PresentAsync(host);
        await PresentAsync(host);
        await PresentAsync(host, "edge_2");
        await PresentAsync(host, agent: null);
        Assert.Equal(3, Warnings(host).Count);
        Assert.Equal(
            "Agent \"edge_1\" (claimed) connects with the shared secret, which is deprecated here: have it send an edge token (docs/edge-tokens.md). 1 uses so far.",
            Warnings(host)[0]
        );

        // The wall clock does not bring the next warning.
        host.Clock.StepWallClock(TimeSpan.FromDays(1));
        await PresentAsync(host);
        Assert.Equal(3, Warnings(host).Count);

        host.Clock.Advance(TimeSpan.FromHours(1));
        await PresentAsync(host);
        Assert.Contains("4 uses so far", Warnings(host)[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_tells_the_end()
    {
        using var host = new CoreHost(("SharedSecret:AcceptUntil", "2026-11-30"));

        await PresentAsync(host);

        Assert.Contains(
            "and refused from 2026-12-01T00:00:00Z on",
            Assert.Single(Warnings(host)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_endpoint_deprecates_for_itself()
    {
        using var host = new CoreHost();

        await PresentAsync(host);
        Assert.Empty(Warnings(host));
        await host.DecideAsync(
            PresentedRequest.Bearer(host.EdgeSecret),
            new HandshakeRequirements(Both) { IsSharedSecretDeprecated = true }
        );

        Assert.Contains("Agent without a name", Assert.Single(Warnings(host)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_secret_is_neither_warned_about_nor_counted()
    {
        using var host = new CoreHost(("SharedSecret:Deprecated", "true"));

        await PresentAsync(host, credential: TestSecrets.Hex());
        await PresentAsync(host, "edge:1");

        Assert.Empty(Warnings(host));
        Assert.Empty(Uses(host));
    }

    [Fact]
    public async Task Uses_are_counted_by_agent_and_kind()
    {
        using var host = new CoreHost();

        await PresentAsync(host);
        await PresentAsync(host, credential: EdgeTokenOf(host, "edge_1"));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await PresentAsync(host, credential: EdgeTokenOf(host, "edge_1"));
        await host.DecideAsync(PresentedRequest.Bearer(host.SignJwt()), TokenKind.Jwt);

        var now = host.Clock.GetUtcNow();
        Assert.Equal(
            [
                new AgentUse("edge_1", TokenKind.EdgeToken, 2, now),
                new AgentUse("edge_1", TokenKind.SharedSecret, 1, now - TimeSpan.FromMinutes(1)),
            ],
            Uses(host)
        );
    }

    private static string EdgeTokenOf(CoreHost host, string agent) =>
        LeakWatch.ProtectToken(
            HandmadeEdgeToken.Sign($"{agent}::{host.Clock.GetUtcNow().ToUnixTimeSeconds()}", host.EdgeSecret)
        );

    private static IReadOnlyList<AgentUse> Uses(CoreHost host) => host.Services.GetRequiredService<AgentUses>().Read();

    private static List<string> Warnings(CoreHost host) =>
        [.. host.Logs.All.Where(e => e.Id.Id == 1901 && e.Level == LogLevel.Warning).Select(e => e.Message)];

    private static Task<HandshakeDecision> PresentAsync(
        CoreHost host,
        string? agent = "edge_1",
        string? credential = null
    )
    {
        var request = PresentedRequest.Bearer(credential ?? host.EdgeSecret);
        return host.DecideAsync(agent is null ? request : request.WithHeader("X-Edge-Agent-Id", agent), Both);
    }
}
