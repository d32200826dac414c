using System.Text;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt;

/// <summary>Which key of the ring a <c>kid</c> selects, and what a <c>kid</c> that selects none is told.</summary>
public sealed class JwtKeySelectionTests
{
    private readonly string _old = TestSecrets.Hex();
    private readonly string _older = TestSecrets.Hex();
    private readonly TestVariables _variables = new();

    public JwtKeySelectionTests()
    {
        _variables["OLD"] = _old;
        _variables["OLDER"] = _older;
    }

    [Fact]
    public void The_fingerprint_of_a_held_key_selects_it_and_no_other()
    {
        using var verifier = Rotating();
        var fingerprint = verifier.Ring.Keys[1].Fingerprint;

        var right = verifier.Validate(Sign(verifier, fingerprint, _old));
        var crossed = verifier.Validate(Sign(verifier, fingerprint, verifier.Secret));

        Assert.Same(verifier.Ring.Keys[1], right.Key);
        JwtRefused.As(crossed, "signature_mismatch", $"The token names the key {fingerprint} of secret 'jwt'");
        Assert.Same(verifier.Ring.Keys[1], crossed.Key);
    }

    [Fact]
    public void The_fingerprint_of_a_key_that_is_not_held_is_unknown_and_both_fingerprints_are_named()
    {
        using var verifier = Rotating();
        var foreign = TestSecrets.Hex();
        var fingerprint = SecretFingerprint.Of(foreign);

        var verdict = verifier.Validate(Sign(verifier, fingerprint, foreign));

        JwtRefused.As(verdict, "key_unknown", $"The token was signed with {fingerprint}, but secret 'jwt'");
        foreach (var key in verifier.Ring.Keys)
        {
            Assert.Contains(key.Fingerprint, verdict.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_unknown_fingerprint_is_refused_even_where_a_held_key_verifies()
    {
        using var verifier = Rotating();

        var verdict = verifier.Validate(Sign(verifier, "fp:0123456789ab", verifier.Secret));

        JwtRefused.As(verdict, "key_unknown", "fp:0123456789ab");
    }

    [Theory]
    [InlineData("fp:0123456789AB")]
    [InlineData("fp:0123456789a")]
    [InlineData("fp:0123456789abc")]
    [InlineData("FP:0123456789ab")]
    [InlineData("fp:weak")]
    [InlineData("key-7")]
    [InlineData("../../etc/passwd")]
    [InlineData("' OR 1=1 --")]
    public void A_foreign_kid_before_keys_without_ids_leaves_the_ring_in_its_order(string keyId)
    {
        using var verifier = Rotating();

        Assert.Same(verifier.Ring.Keys[0], verifier.Validate(Sign(verifier, keyId, verifier.Secret)).Key);
        Assert.Same(verifier.Ring.Keys[1], verifier.Validate(Sign(verifier, keyId, _old)).Key);
        Assert.Same(verifier.Ring.Keys[2], verifier.Validate(Sign(verifier, keyId, _older)).Key);
        JwtRefused.As(
            verifier.Validate(Sign(verifier, keyId, TestSecrets.Hex())),
            "signature_mismatch",
            "None of the 3 keys"
        );
    }

    [Fact]
    public void A_configured_id_selects_its_key()
    {
        using var verifier = Named();

        Assert.Same(verifier.Ring.Keys[0], verifier.Validate(Sign(verifier, "k2", verifier.Secret)).Key);
        Assert.Same(verifier.Ring.Keys[1], verifier.Validate(Sign(verifier, "k1", _old)).Key);
        JwtRefused.As(
            verifier.Validate(Sign(verifier, "k1", verifier.Secret)),
            "signature_mismatch",
            "The token names the key k1"
        );
    }

    [Fact]
    public void The_fingerprint_selects_a_key_that_has_a_configured_id_too()
    {
        using var verifier = Named();

        var verdict = verifier.Validate(Sign(verifier, verifier.Ring.Keys[1].Fingerprint, _old));

        Assert.Same(verifier.Ring.Keys[1], verdict.Key);
    }

    [Theory]
    [InlineData("k3")]
    [InlineData("K2")]
    [InlineData("k2 ")]
    [InlineData("")]
    public void A_foreign_kid_before_keys_with_ids_is_unknown(string keyId)
    {
        using var verifier = Named();

        var verdict = verifier.Validate(Sign(verifier, keyId, verifier.Secret));

        JwtRefused.As(verdict, "key_unknown", $"The token was signed with \"{keyId}\"");
        Assert.Contains("previous: k1", verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_without_kid_is_tried_against_the_ring_even_where_keys_have_ids()
    {
        using var verifier = Named();
        var token = HandmadeJwt.Sign(
            HandmadeJwt.Header,
            verifier.At(HandmadeJwt.Payload),
            Encoding.UTF8.GetBytes(_old)
        );

        Assert.Same(verifier.Ring.Keys[1], verifier.Validate(token).Key);
    }

    [Fact]
    public void A_kid_is_client_text_and_never_printed_raw()
    {
        using var verifier = Named();
        var planted = TestSecrets.Hex();

        var withheld = verifier.Validate(Sign(verifier, planted, verifier.Secret));
        var escaped = verifier.Validate(Sign(verifier, "k\\u000a\\u202e\\\"", verifier.Secret));

        JwtRefused.As(withheld, "key_unknown", "withheld");
        JwtRefused.As(escaped, "key_unknown", "\"k\\u000a\\u202e\\\"\"");
    }

    private JwtVerifier Rotating() => new(_variables, ("Secrets:jwt:Previous", "env:OLD > env:OLDER"));

    private JwtVerifier Named() =>
        new(_variables, ("Secrets:jwt:Order", "env:JWT_SECRET_KEY id k2"), ("Secrets:jwt:Previous", "env:OLD id k1"));

    private static string Sign(JwtVerifier verifier, string keyId, string secret) =>
        HandmadeJwt.Sign(
            $$"""{"alg":"HS256","kid":"{{keyId}}"}""",
            verifier.At(HandmadeJwt.Payload),
            Encoding.UTF8.GetBytes(secret)
        );
}
