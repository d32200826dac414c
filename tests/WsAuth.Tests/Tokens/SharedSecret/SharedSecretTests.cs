using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Tokens.SharedSecret;

/// <summary>Who holds the secret is let in, and nobody else.</summary>
public sealed class SharedSecretTests : IDisposable
{
    private readonly CoreHost _host = new();

    [Fact]
    public async Task The_secrets_text_is_accepted_without_an_end()
    {
        var decision = await _host.DecideAsync(PresentedRequest.Bearer(_host.EdgeSecret), TokenKind.SharedSecret);

        Assert.True(decision.IsAccepted);
        Assert.Equal("shared-secret", decision.Subject);
        Assert.False(decision.IsSubjectClaimed);
        Assert.Null(decision.SessionEnd);
        Assert.Equal("env:EDGE_SECRET", decision.Key!.Source);
        Assert.False(decision.Principal.HasClaim(claim => claim.Type == "edge_agent_id"));
    }

    [Fact]
    public async Task Another_secret_is_refused_with_both_fingerprints()
    {
        var other = TestSecrets.Hex();

        var decision = await _host.DecideAsync(PresentedRequest.Bearer(other), TokenKind.SharedSecret);

        decision.ShouldBeRefused(
            "secret_mismatch",
            $"The presented secret is {SecretFingerprint.Of(other)} (64 characters); secret 'edge' in Production is {SecretFingerprint.Of(_host.EdgeSecret)} from env:EDGE_SECRET (source 1 of 2), 64 bytes."
        );
        Assert.Equal("credential_invalid", decision.Refusal!.Reason.WireClass);
    }

    [Fact]
    public async Task A_weak_guess_is_told_by_no_digits()
    {
        foreach (var guess in new[] { "hunter2", "changeme-changeme-changeme-changeme", new string('a', 64) })
        {
            var decision = await _host.DecideAsync(PresentedRequest.Bearer(guess), TokenKind.SharedSecret);

            decision.ShouldBeRefused("secret_mismatch", $"The presented secret is fp:weak ({guess.Length} characters)");
        }
    }

    [Fact]
    public async Task Nothing_near_the_secret_is_accepted()
    {
        var secret = _host.EdgeSecret;
        string[] others =
        [
            secret[..^1],
            secret + "0",
            secret[1..],
            secret.ToUpperInvariant() == secret ? secret + "x" : secret.ToUpperInvariant(),
            secret + secret,
            "x",
        ];

        foreach (var other in others)
        {
            (await _host.DecideAsync(PresentedRequest.Bearer(other), TokenKind.SharedSecret)).ShouldBeRefused(
                "secret_mismatch"
            );
        }
    }

    [Fact]
    public async Task Previous_values_are_accepted_counted_and_end()
    {
        using var host = new CoreHost(("Secrets:edge:Previous", "env:OLD until 2026-11-20 > env:OLDER"));
        var (old, older) = (TestSecrets.Hex(), TestSecrets.Hex());
        (host.Variables["OLD"], host.Variables["OLDER"]) = (old, older);
        Task<WsAuth.Handshake.HandshakeDecision> Present(string secret) =>
            host.DecideAsync(PresentedRequest.Bearer(secret), TokenKind.SharedSecret);

        Assert.Equal("env:OLD", (await Present(old)).Key!.Source);
        Assert.Equal("env:OLDER", (await Present(older)).Key!.Source);
        Assert.Equal("env:OLDER", (await Present(older)).Key!.Source);
        Assert.Equal("env:EDGE_SECRET", (await Present(host.EdgeSecret)).Key!.Source);
        (await Present(TestSecrets.Hex())).ShouldBeRefused("secret_mismatch");
        Assert.Equal([1L, 1L, 2L], host.Secrets.GetRing("edge").Keys.Select(key => key.AcceptedCount));

        host.Clock.StepWallClock(TimeSpan.FromHours(12));

        (await Present(old)).ShouldBeRefused("secret_mismatch");
        Assert.True((await Present(older)).IsAccepted);
    }

    [Fact]
    public async Task A_changed_secret_is_followed()
    {
        var next = TestSecrets.Hex();
        await _host.DecideAsync(PresentedRequest.Bearer(_host.EdgeSecret), TokenKind.SharedSecret);

        _host.Variables["EDGE_SECRET"] = next;
        _host.Secrets.Refresh();

        Assert.True((await _host.DecideAsync(PresentedRequest.Bearer(next), TokenKind.SharedSecret)).IsAccepted);
        (await _host.DecideAsync(PresentedRequest.Bearer(_host.EdgeSecret), TokenKind.SharedSecret)).ShouldBeRefused(
            "secret_mismatch"
        );
    }

    [Fact]
    public async Task A_session_has_the_configured_length()
    {
        using var host = new CoreHost(("SharedSecret:SessionLifetime", "08:00:00"));

        var decision = await host.DecideAsync(PresentedRequest.Bearer(host.EdgeSecret), TokenKind.SharedSecret);

        Assert.Equal(host.Clock.GetUtcNow().AddHours(8), decision.SessionEnd);
    }

    [Fact]
    public async Task A_server_without_the_secret_says_so_and_names_the_source()
    {
        using var host = new CoreHost(("Secrets:edge:Order", "env:ABSENT"));

        var decision = await host.DecideAsync(PresentedRequest.Bearer(host.EdgeSecret), TokenKind.SharedSecret);

        decision.ShouldBeRefused("secret_unavailable", "env:ABSENT");
        Assert.Equal((503, 1011), (decision.Refusal!.Reason.Status, decision.Refusal.Reason.CloseCode ?? 0));
    }

    public void Dispose() => _host.Dispose();
}
