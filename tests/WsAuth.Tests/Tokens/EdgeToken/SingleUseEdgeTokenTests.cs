using WsAuth.Handshake;
using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Tokens.EdgeToken;

public sealed class SingleUseEdgeTokenTests : IDisposable
{
    private readonly CoreHost _host = new(("EdgeToken:SingleUse", "true"), ("EdgeToken:MaximumAge", "00:01:00"));

    [Fact]
    public async Task The_second_use_is_a_replay_and_says_when_the_first_one_was()
    {
        var token = Token();
        Assert.True((await DecideAsync(token)).IsAccepted);
        _host.Clock.Advance(TimeSpan.FromSeconds(3));

        var second = await DecideAsync(token);

        second.ShouldBeRefused("token_replayed", "It was used first at 2026-11-20T12:00:00Z, 3 s ago.");
        Assert.Equal("credential_invalid", second.Refusal!.Reason.WireClass);
        Assert.Equal(1, _host.Secrets.GetRing("edge").Current!.AcceptedCount);
    }

    [Fact]
    public async Task However_it_is_written_it_is_one_token()
    {
        var token = Token();
        Assert.True((await DecideAsync(token)).IsAccepted);
        var text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(token));
        var mac = text[(text.LastIndexOf(':') + 1)..];
        var upper = Convert.ToBase64String(
            System.Text.Encoding.UTF8.GetBytes(text.Replace(mac, mac.ToUpperInvariant(), StringComparison.Ordinal))
        );

        (await DecideAsync(token.TrimEnd('='))).ShouldBeRefused("token_replayed");
        (await DecideAsync(token.Replace('+', '-').Replace('/', '_'))).ShouldBeRefused("token_replayed");
        (await DecideAsync(upper)).ShouldBeRefused("token_replayed");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public async Task Set_back_the_wall_clock_brings_no_used_token_back(int stepAfter)
    {
        var token = Token();
        Assert.True((await DecideAsync(token)).IsAccepted);
        _host.Clock.Advance(TimeSpan.FromSeconds(stepAfter));
        _host.Clock.StepWallClock(TimeSpan.FromSeconds(-55));

        for (var i = 0; i < 130; i++)
        {
            Assert.False((await DecideAsync(token)).IsAccepted, $"{i} s after the step");
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task A_refused_one_is_not_used_up()
    {
        var token = Token();

        var other = PresentedRequest.Bearer(token).WithHeader("X-Edge-Agent-Id", "edge_2");
        (await _host.DecideAsync(other, TokenKind.EdgeToken)).ShouldBeRefused("subject_mismatch");

        Assert.True((await DecideAsync(token)).IsAccepted);
    }

    public void Dispose() => _host.Dispose();

    private string Token() =>
        LeakWatch.Protect(
            HandmadeEdgeToken.Sign($"edge_1:+1:{_host.Clock.GetUtcNow().ToUnixTimeSeconds()}", _host.EdgeSecret)
        );

    private Task<HandshakeDecision> DecideAsync(string token) =>
        _host.DecideAsync(PresentedRequest.Bearer(token), TokenKind.EdgeToken);
}
