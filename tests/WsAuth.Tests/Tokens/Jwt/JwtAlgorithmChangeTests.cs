using System.Text;
using WsAuth.Testing;
using WsAuth.Tests.Secrets;
using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>A reload that asks for an algorithm which the secret in force is too short for (RFC 7518 §3.2).</summary>
public sealed class JwtAlgorithmChangeTests : IDisposable
{
    private readonly string _secret = TestSecrets.Hex(16);
    private readonly TestResolver _resolver = new("env:SECRET");
    private readonly JwtTokenValidator _validator;

    public JwtAlgorithmChangeTests()
    {
        _resolver.Variables["SECRET"] = _secret;
        _resolver.Start();
        _validator = new JwtTokenValidator(
            () => _resolver.Runtime.Settings.Current.Jwt,
            _resolver.Secrets,
            _resolver.Clock
        );
    }

    [Fact]
    public void Key_and_algorithm_stay_in_force_together()
    {
        Assert.True(Validate("HS256", _secret).IsAccepted);

        _resolver["Jwt:Algorithm"] = "HS512";
        _resolver.Reload();

        Assert.True(_resolver.Jwt.IsDegraded);
        JwtRefused.As(Validate("HS512", _secret), "algorithm_refused", "is for HS256");
        Assert.True(Validate("HS256", _secret).IsAccepted);
    }

    [Fact]
    public void The_algorithm_changes_when_the_secret_is_long_enough()
    {
        var longer = TestSecrets.Hex();
        Assert.True(Validate("HS256", _secret).IsAccepted);
        _resolver["Jwt:Algorithm"] = "HS512";
        _resolver.Reload();
        Assert.True(Validate("HS256", _secret).IsAccepted);

        _resolver.Variables["SECRET"] = longer;
        _resolver.Secrets.Refresh();

        Assert.True(Validate("HS512", longer).IsAccepted);
        JwtRefused.As(Validate("HS256", longer), "algorithm_refused", "is for HS512");
    }

    [Fact]
    public void A_validator_that_never_saw_the_good_pair_has_no_key()
    {
        _resolver["Jwt:Algorithm"] = "HS512";
        _resolver.Reload();

        var verdict = Validate("HS512", _secret);

        Assert.Equal("secret_unavailable", verdict.Reason?.Code);
        Assert.Contains("HS512 needs at least 64", verdict.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => _resolver.Dispose();

    private TokenVerdict Validate(string algorithm, string secret) =>
        _validator.Validate(
            HandmadeJwt.Sign(
                $$"""{"alg":"{{algorithm}}"}""",
                HandmadeJwt.At(HandmadeJwt.Payload, _resolver.Clock.GetUtcNow()),
                Encoding.UTF8.GetBytes(secret),
                algorithm
            )
        );
}
