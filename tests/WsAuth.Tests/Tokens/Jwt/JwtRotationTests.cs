using System.Text;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>Old tokens while a secret is exchanged: accepted, counted by key, and refused after the end date.</summary>
public sealed class JwtRotationTests : IDisposable
{
    private readonly string _old = TestSecrets.Hex();
    private readonly JwtVerifier _verifier;

    public JwtRotationTests() =>
        _verifier = new JwtVerifier(
            new TestVariables { ["OLD"] = _old },
            ("Secrets:jwt:Previous", "env:OLD until 2026-11-20")
        );

    [Fact]
    public void Accepted_tokens_are_counted_by_key_and_refused_ones_are_not()
    {
        var (current, previous) = (_verifier.Ring.Keys[0], _verifier.Ring.Keys[1]);

        _verifier.Validate(_verifier.Sign());
        _verifier.Validate(SignOld());
        _verifier.Validate(SignOld());
        _verifier.Validate(SignOld("""{"sub":"u1","exp":@-300}"""));
        _verifier.Validate(SignOld("""{"exp":@+300}"""));
        _verifier.Validate(_verifier.Sign("""{"sub":1}"""));
        _verifier.Validate(_verifier.Sign(header: """{"alg":"none"}"""));

        Assert.Equal((1L, 2L), (current.AcceptedCount, previous.AcceptedCount));
    }

    [Fact]
    public void A_previous_key_is_accepted_to_the_end_of_its_last_day_and_not_a_second_longer()
    {
        var previous = _verifier.Ring.Keys[1];
        _verifier.Clock.StepWallClock(
            new DateTimeOffset(2026, 11, 20, 23, 59, 59, TimeSpan.Zero) - _verifier.Clock.GetUtcNow()
        );
        Assert.Same(previous, _verifier.Validate(SignOld()).Key);

        _verifier.Clock.StepWallClock(TimeSpan.FromSeconds(1));

        JwtRefused.As(_verifier.Validate(SignOld()), "signature_mismatch", "verifies the signature");
        Assert.Equal(1, previous.AcceptedCount);
        Assert.True(_verifier.Validate(_verifier.Sign()).IsAccepted);
    }

    [Fact]
    public void The_kid_of_an_ended_key_is_unknown()
    {
        var fingerprint = SecretFingerprint.Of(_old);
        var header = $$"""{"alg":"HS256","kid":"{{fingerprint}}"}""";
        Assert.True(_verifier.Validate(SignOld(header: header)).IsAccepted);

        _verifier.Clock.StepWallClock(TimeSpan.FromDays(1));

        JwtRefused.As(_verifier.Validate(SignOld(header: header)), "key_unknown", fingerprint);
    }

    public void Dispose() => _verifier.Dispose();

    private string SignOld(string payload = HandmadeJwt.Payload, string header = HandmadeJwt.Header) =>
        HandmadeJwt.Sign(header, _verifier.At(payload), Encoding.UTF8.GetBytes(_old));
}
