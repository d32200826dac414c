using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt.Issuers;

/// <summary>IdentityModel, connected to the same keys, and WsAuth say the same of every token.</summary>
public sealed class JwtKeyBridgeTests : IDisposable
{
    private const string Own = """{"iss":"https://own.example","aud":"chat","sub":"u1","exp":@+300}""";
    private const string OfIdp = """{"iss":"https://idp.example","aud":"mail","sub":"u1","exp":@+300}""";

    private readonly TestFolder _folder = new();
    private readonly IssuingKey _rsa = IssuingKey.For("RS256", "rsa");
    private readonly IssuingKey _ec = IssuingKey.For("ES256", "ec");
    private readonly IssuerVerifier _verifier;
    private readonly TokenValidationParameters _parameters = new();

    public JwtKeyBridgeTests()
    {
        _verifier = IssuerVerifier.OfSet(
            _folder,
            IssuingKey.Set(_rsa, _ec),
            ("Issuers:idp:Audience", "mail"),
            ("Issuer", "https://own.example"),
            ("Audience", "chat")
        );
        _verifier.Bridge.Connect(_parameters);
    }

    [Fact]
    public void Tokens_of_the_own_secret_and_of_an_issuer_are_accepted()
    {
        AssertBoth(true, SignOwn(Own));
        AssertBoth(true, TokenOf.A(_rsa, _verifier, OfIdp));
        AssertBoth(true, TokenOf.A(_ec, _verifier, OfIdp));
        AssertBoth(true, TokenOf.A(_ec, _verifier, OfIdp, """{"alg":"ES256"}"""));
    }

    [Fact]
    public void What_one_refuses_the_other_refuses()
    {
        AssertBoth(false, SignOwn(OfIdp));
        AssertBoth(false, SignOwn(Own.Replace("chat", "mail", StringComparison.Ordinal)));
        AssertBoth(false, SignOwn(Own.Replace("own.", "other.", StringComparison.Ordinal)));
        AssertBoth(false, SignOwn(Own.Replace("+300", "-31", StringComparison.Ordinal)));
        AssertBoth(false, SignOwn(Own, """{"alg":"HS256","kid":"fp:0123456789ab"}"""));
        AssertBoth(false, TokenOf.A(_ec, _verifier, Own));
        AssertBoth(false, TokenOf.A(_ec, _verifier, OfIdp.Replace("mail", "chat", StringComparison.Ordinal)));
        AssertBoth(false, TokenOf.A(_ec, _verifier, OfIdp.Replace("idp.", "other.", StringComparison.Ordinal)));
        AssertBoth(false, TokenOf.A(_ec, _verifier, OfIdp.Replace("+300", "-31", StringComparison.Ordinal)));
        AssertBoth(false, TokenOf.A(IssuingKey.For("ES256", "ec", 1), _verifier, OfIdp));
        AssertBoth(false, TokenOf.A(IssuingKey.From("PS256", _rsa.Pair, "rsa"), _verifier, OfIdp));
        AssertBoth(false, TokenOf.A(_ec, _verifier, OfIdp, """{"alg":"ES256","typ":"ws-ticket+jwt","kid":"ec"}"""));
    }

    [Theory]
    [InlineData(",\"iat\":@+31")]
    [InlineData(",\"iat\":\"@+0\"")]
    [InlineData(",\"nbf\":@+31")]
    [InlineData(",\"exp\":@+300")]
    [InlineData(",\"x\":{\"y\":1,\"y\":2}")]
    [InlineData(",\"x\":\"\\ud800\"")]
    public void A_payload_that_one_refuses_the_other_refuses(string more)
    {
        AssertBoth(false, SignOwn(Own.Replace("}", more + "}", StringComparison.Ordinal)));
        AssertBoth(false, TokenOf.A(_ec, _verifier, OfIdp.Replace("}", more + "}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"sub\":\"\",")]
    [InlineData("\"sub\":1,")]
    public void Both_want_a_subject(string subject)
    {
        AssertBoth(false, SignOwn(Own.Replace("\"sub\":\"u1\",", subject, StringComparison.Ordinal)));
        AssertBoth(
            false,
            TokenOf.A(_ec, _verifier, OfIdp.Replace("\"sub\":\"u1\",", subject, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Within_the_skew_both_accept()
    {
        foreach (var more in new[] { ",\"iat\":@+29", ",\"nbf\":@+29" })
        {
            AssertBoth(true, SignOwn(Own.Replace("}", more + "}", StringComparison.Ordinal)));
            AssertBoth(true, TokenOf.A(_ec, _verifier, OfIdp.Replace("}", more + "}", StringComparison.Ordinal)));
        }

        AssertBoth(true, SignOwn(Own.Replace("+300", "-29", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_public_key_is_no_secret()
    {
        var token = HandmadeJwt.Sign(
            """{"alg":"HS256","kid":"rsa"}""",
            _verifier.At(OfIdp),
            Encoding.UTF8.GetBytes(_rsa.PublicPem)
        );

        AssertBoth(false, token);
    }

    [Fact]
    public void Keys_that_the_parameters_held_count_no_longer()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var stale = IssuingKey.From("ES256", ec);
        var parameters = new TokenValidationParameters
        {
            IssuerSigningKey = new ECDsaSecurityKey(ec),
            ValidIssuer = "https://idp.example",
            ValidAudience = "mail",
        };
        _verifier.Bridge.Connect(parameters);

        var result = new JsonWebTokenHandler().ValidateToken(TokenOf.A(stale, _verifier, OfIdp), parameters);

        Assert.False(result.IsValid);
    }

    public void Dispose()
    {
        _verifier.Dispose();
        _folder.Dispose();
    }

    private string SignOwn(string payload, string header = HandmadeJwt.Header) =>
        HandmadeJwt.Sign(header, _verifier.At(payload), Encoding.UTF8.GetBytes(_verifier.Secret));

    private void AssertBoth(bool isAccepted, string token)
    {
        var theirs = new JsonWebTokenHandler().ValidateToken(token, _parameters);
        var ours = _verifier.Validate(token);

        Assert.True(isAccepted == ours.IsAccepted, ours.Detail);
        Assert.True(isAccepted == theirs.IsValid, theirs.Exception?.GetType().Name ?? "accepted");
    }
}
