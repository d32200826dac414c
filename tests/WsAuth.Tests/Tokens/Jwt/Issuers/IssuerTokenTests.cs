using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt.Issuers;

/// <summary>Tokens that are signed with key pairs, and where their public keys may stand.</summary>
public sealed class IssuerTokenTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<string> Algorithms =>
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_public_key_in_a_PEM_file_verifies_its_algorithm(string algorithm)
    {
        var key = IssuingKey.For(algorithm);
        using var verifier = OfPem(key.PublicPem, ("Issuers:idp:Algorithms", algorithm));

        var verdict = verifier.Validate(TokenOf.A(key, verifier));

        Assert.True(verdict.IsAccepted, verdict.Detail);
        Assert.Equal(("u1", algorithm), (verdict.Subject, verdict.IssuerKey!.Algorithm));
        Assert.Null(verdict.Key);
        Assert.Equal(1, verdict.IssuerKey.AcceptedCount);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_key_set_in_a_file_verifies_the_algorithm_that_a_key_states(string algorithm)
    {
        var key = IssuingKey.For(algorithm, "k1");
        using var verifier = IssuerVerifier.OfSet(_folder, IssuingKey.Set(key.Jwk($"\"alg\":\"{algorithm}\"")));

        var verdict = verifier.Validate(TokenOf.A(key, verifier));

        Assert.True(verdict.IsAccepted, verdict.Detail);
        Assert.Equal("k1", verdict.IssuerKey!.KeyId);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES384")]
    public void A_key_given_in_code_verifies(string algorithm)
    {
        var key = IssuingKey.For(algorithm);
        SecurityKey securityKey = key.Pair is System.Security.Cryptography.RSA rsa
            ? new RsaSecurityKey(rsa)
            : new ECDsaSecurityKey((System.Security.Cryptography.ECDsa)key.Pair);
        using var verifier = new IssuerVerifier(
            "Production",
            options =>
            {
                options.Issuers["idp"] = new() { Issuer = TokenOf.Issuer };
                options.Issuers["idp"].SecurityKeys.Add(securityKey);
            }
        );
        verifier.Issuers.Start();

        Assert.True(verifier.Validate(TokenOf.A(key, verifier)).IsAccepted);
    }

    [Fact]
    public void Tokens_of_the_own_secret_are_accepted_beside_an_issuer()
    {
        using var verifier = OfPem(IssuingKey.For("ES256").PublicPem);
        var token = HandmadeJwt.Sign(
            HandmadeJwt.Header,
            verifier.At(HandmadeJwt.Payload),
            System.Text.Encoding.UTF8.GetBytes(verifier.Secret)
        );

        var verdict = verifier.Validate(token);

        Assert.True(verdict.IsAccepted, verdict.Detail);
        Assert.NotNull(verdict.Key);
    }

    [Fact]
    public void Each_issuer_has_its_own_audience_claims_and_skew()
    {
        var (first, second) = (IssuingKey.For("ES256"), IssuingKey.For("ES256", number: 1));
        using var verifier = new IssuerVerifier(
            ("Issuers:one:Issuer", "https://one.example"),
            ("Issuers:one:Key", "file:" + _folder.Write("one.pem", first.PublicPem)),
            ("Issuers:one:Audience", "chat"),
            ("Issuers:two:Issuer", "https://two.example"),
            ("Issuers:two:Key", "file:" + _folder.Write("two.pem", second.PublicPem)),
            ("Issuers:two:NameClaim", "preferred_username"),
            ("Issuers:two:RoleClaim", "groups"),
            ("Issuers:two:ClockSkew", "00:05:00")
        );
        const string Two =
            """{"iss":"https:\/\/two.example","sub":"u2","preferred_username":"zoe","groups":["admin"],"exp":@-200}""";

        var ofTwo = verifier.Validate(TokenOf.A(second, verifier, Two));
        var ofOne = verifier.Validate(
            TokenOf.A(first, verifier, """{"iss":"https://one.example","sub":"u1","aud":"mail","exp":@+300}""")
        );

        Assert.True(ofTwo.IsAccepted, ofTwo.Detail);
        var principal = new ClaimsPrincipal(ofTwo.Claims!.CreateIdentity("WsAuth"));
        Assert.Equal("zoe", principal.Identity!.Name);
        Assert.True(principal.IsInRole("admin"));
        JwtRefused.As(ofOne, "audience_refused", "Expected aud 'chat', seen \"mail\"");
    }

    [Fact]
    public void A_file_that_changes_is_followed_and_one_that_breaks_leaves_the_keys_in_force()
    {
        var (before, after) = (IssuingKey.For("ES256", "a"), IssuingKey.For("ES256", "b", 1));
        using var verifier = IssuerVerifier.OfSet(_folder, IssuingKey.Set(before));
        verifier.Issuers.Start();

        _folder.Write("keys.json", IssuingKey.Set(after));
        verifier.Clock.Advance(TimeSpan.FromSeconds(5));

        JwtRefused.As(verifier.Validate(TokenOf.A(before, verifier)), "key_unknown", "\"a\"");
        Assert.True(verifier.Validate(TokenOf.A(after, verifier)).IsAccepted);

        _folder.Write("keys.json", "{");
        verifier.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.True(verifier.Validate(TokenOf.A(after, verifier)).IsAccepted);
        Assert.Contains(verifier.KeyMessages, line => line.Contains("stay in force", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_kid_every_key_of_the_algorithm_is_tried()
    {
        var (first, second) = (IssuingKey.For("ES256", "a"), IssuingKey.For("ES256", "b", 1));
        using var verifier = IssuerVerifier.OfSet(_folder, IssuingKey.Set(first, second));

        var verdict = verifier.Validate(TokenOf.A(second, verifier, header: """{"alg":"ES256"}"""));

        Assert.Equal("b", verdict.IssuerKey?.KeyId);
    }

    [Fact]
    public void An_unknown_issuer_is_refused_with_the_known_ones()
    {
        var key = IssuingKey.For("ES256");
        using var verifier = OfPem(key.PublicPem);

        JwtRefused.As(
            verifier.Validate(TokenOf.A(key, verifier, """{"iss":"https://other.example","sub":"u1","exp":@+300}""")),
            "issuer_refused",
            "iss (not verified) is \"https://other.example\"; tokens that are signed with key pairs are accepted from 'https://idp.example' (idp)"
        );
    }

    public void Dispose() => _folder.Dispose();

    private IssuerVerifier OfPem(string pem, params (string Name, string Value)[] settings) =>
        new([
            ("Issuers:idp:Issuer", TokenOf.Issuer),
            ("Issuers:idp:Key", "file:" + _folder.Write("idp.pem", pem)),
            .. settings,
        ]);
}
