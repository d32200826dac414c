using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Handshake;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Tokens.EdgeToken;

/// <summary>Each agent has its own secret, and that of one opens nothing for another.</summary>
public sealed class AgentSecretTests : IDisposable
{
    private readonly ConcurrentDictionary<string, string> _registry = new()
    {
        ["edge_a"] = TestSecrets.Hex(),
        ["edge_b"] = TestSecrets.Hex(),
    };
    private readonly ConcurrentQueue<SecretRequest> _asked = new();
    private readonly CoreHost _host;

    public AgentSecretTests() => _host = Host("code:agents");

    [Fact]
    public async Task Each_agents_own_secret_opens_for_it_by_token_and_as_it_is()
    {
        var byToken = await PresentAsync(Token("edge_a", _registry["edge_a"]));
        var bySecret = await PresentAsync(_registry["edge_b"], agent: "edge_b");

        Assert.Equal(("edge_a", "edge_b"), (byToken.Subject, bySecret.Subject));
        Assert.Equal("code:agents", byToken.Key!.Source);
        Assert.Equal(SecretFingerprint.Of(_registry["edge_b"]), bySecret.Key!.Fingerprint);
        Assert.Contains(new SecretRequest("edge", "Production", "edge_a"), _asked);
    }

    [Fact]
    public async Task The_secret_of_one_opens_nothing_for_another()
    {
        var a = _registry["edge_a"];
        // Also when both rings are known already.
        await PresentAsync(Token("edge_a", a));
        await PresentAsync(Token("edge_b", _registry["edge_b"]));

        (await PresentAsync(Token("edge_b", a))).ShouldBeRefused("signature_mismatch");
        (await PresentAsync(a, agent: "edge_b")).ShouldBeRefused("secret_mismatch");
        (await PresentAsync(Token("EDGE_A", a))).ShouldBeRefused("signature_mismatch");
        (await PresentAsync(a)).ShouldBeRefused("secret_mismatch");
        (await PresentAsync(_host.EdgeSecret, agent: "edge_a")).ShouldBeRefused("secret_mismatch");
        (await PresentAsync(Token("edge_a", _host.EdgeSecret))).ShouldBeRefused("signature_mismatch");
    }

    [Fact]
    public async Task A_request_names_the_agent_of_its_token_or_none()
    {
        var token = Token("edge_a", _registry["edge_a"]);

        (await PresentAsync(token, agent: "edge_b")).ShouldBeRefused("subject_mismatch");
        Assert.True((await PresentAsync(token, agent: "edge_a")).IsAccepted);
        var two = PresentedRequest
            .Bearer(_registry["edge_a"])
            .WithHeader("X-Edge-Agent-Id", "edge_a")
            .WithQuery("edge_agent_id", "edge_b");
        (await _host.DecideAsync(two, TokenKind.SharedSecret)).ShouldBeRefused("secret_mismatch");
    }

    [Fact]
    public async Task Whether_an_agent_exists_is_not_told()
    {
        var wrong = TestSecrets.Hex();

        var known = await PresentAsync(Token("edge_a", wrong));
        var unknown = await PresentAsync(Token("nobody", wrong));
        Assert.Equal(known.Refusal!.Reason, unknown.Refusal!.Reason);
        Assert.Contains("no usable secret for agent \"nobody\"", unknown.Refusal.Explanation, StringComparison.Ordinal);

        known = await PresentAsync(wrong, agent: "edge_a");
        unknown = await PresentAsync(wrong, agent: "nobody");
        Assert.Equal(known.Refusal!.Reason, unknown.Refusal!.Reason);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("changeme-changeme-changeme-changeme")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_weak_secret_of_an_agent_opens_nothing(string weak)
    {
        using var host = Host("code:agents > env:EDGE_SECRET");
        _registry["edge_a"] = weak;

        (await PresentAsync(Token("edge_a", weak), host: host)).ShouldBeRefused("signature_mismatch", "is refused");
        (await PresentAsync(weak, agent: "edge_a", host: host)).ShouldBeRefused("secret_mismatch", "is refused");
        // Refused is not absent: the secret that all share does not take its place.
        (await PresentAsync(Token("edge_a", host.EdgeSecret), host: host)).ShouldBeRefused("signature_mismatch");
    }

    [Fact]
    public async Task Agents_without_their_own_share_one_where_the_order_names_it()
    {
        using var host = Host("code:agents > env:EDGE_SECRET");

        Assert.True((await PresentAsync(Token("new", host.EdgeSecret), host: host)).IsAccepted);
        Assert.True((await PresentAsync(host.EdgeSecret, host: host)).IsAccepted);
        (await PresentAsync(Token("edge_a", host.EdgeSecret), host: host)).ShouldBeRefused("signature_mismatch");
    }

    [Fact]
    public async Task A_changed_secret_is_followed_at_the_polling_interval()
    {
        var old = _registry["edge_a"];
        await PresentAsync(Token("edge_a", old));
        await PresentAsync(Token("edge_a", old));
        Assert.Single(_asked);

        var next = _registry["edge_a"] = TestSecrets.Hex();
        Assert.True((await PresentAsync(Token("edge_a", old))).IsAccepted);
        _host.Clock.Advance(TimeSpan.FromSeconds(5));

        (await PresentAsync(Token("edge_a", old))).ShouldBeRefused("signature_mismatch");
        Assert.True((await PresentAsync(Token("edge_a", next))).IsAccepted);

        _registry.TryRemove("edge_a", out _);
        _host.Clock.Advance(TimeSpan.FromSeconds(5));
        (await PresentAsync(Token("edge_a", next))).ShouldBeRefused("signature_mismatch");
    }

    [Fact]
    public async Task A_broken_source_leaves_the_last_good_secret_and_its_count()
    {
        var good = _registry["edge_a"];
        await PresentAsync(Token("edge_a", good));

        _registry["edge_a"] = "throw";
        _host.Clock.Advance(TimeSpan.FromSeconds(5));

        var decision = await PresentAsync(Token("edge_a", good));
        Assert.True(decision.IsAccepted);
        Assert.Equal(2, decision.Key!.AcceptedCount);
    }

    [Fact]
    public async Task A_source_that_fails_is_the_servers_fault_and_not_the_agents()
    {
        using var host = Host("code:agents > env:EDGE_SECRET");
        var good = _registry["edge_a"];
        _registry["edge_a"] = "throw";

        (await PresentAsync(Token("edge_a", good), host: host)).ShouldBeRefused("secret_unavailable", "threw");
        (await PresentAsync(good, agent: "edge_a", host: host)).ShouldBeRefused("secret_unavailable", "threw");
        // Nobody knows whether it has its own: what all share does not take its place.
        (await PresentAsync(Token("edge_a", host.EdgeSecret), host: host)).ShouldBeRefused("secret_unavailable");
        Assert.True((await PresentAsync(Token("edge_b", _registry["edge_b"]), host: host)).IsAccepted);

        _registry["edge_a"] = good;
        Assert.True((await PresentAsync(Token("edge_a", good), host: host)).IsAccepted);
    }

    [Fact]
    public void A_host_starts_with_nothing_that_all_share_and_asks_nobody()
    {
        var report = _host.Secrets.Start(["edge"]);

        Assert.Contains("asked for each agent when it calls", report.ToString(), StringComparison.Ordinal);
        Assert.Empty(_asked);
        LeakWatch.Observe(report.ToString());
    }

    public void Dispose() => _host.Dispose();

    private CoreHost Host(string order) =>
        new(
            services => services.AddSingleton(new CodeSecretSource("agents", Read) { IsPerAgent = true }),
            ("Secrets:edge:Order", order)
        );

    private string? Read(SecretRequest request)
    {
        _asked.Enqueue(request);
        return _registry.GetValueOrDefault(request.AgentId!) is not "throw" and var secret
            ? secret
            : throw new TimeoutException();
    }

    private string Token(string agent, string secret) =>
        LeakWatch.ProtectToken(
            HandmadeEdgeToken.Sign($"{agent}::{_host.Clock.GetUtcNow().ToUnixTimeSeconds()}", secret)
        );

    private Task<HandshakeDecision> PresentAsync(string credential, string? agent = null, CoreHost? host = null)
    {
        var request = PresentedRequest.Bearer(credential);
        return (host ?? _host).DecideAsync(
            agent is null ? request : request.WithHeader("X-Edge-Agent-Id", agent),
            TokenKind.SharedSecret,
            TokenKind.EdgeToken
        );
    }
}
