using System.Security.Cryptography;
using System.Text;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

public sealed class SecretFingerprintTests
{
    [Fact]
    public void It_is_the_published_hmac_cut_to_twelve_digits()
    {
        for (var i = 0; i < 20; i++)
        {
            var secret = TestSecrets.Hex(16 + i);
            using var hmac = new HMACSHA256(Encoding.ASCII.GetBytes("wsauth-fingerprint-v1"));
            var digits = Convert.ToHexString(hmac.ComputeHash(Encoding.UTF8.GetBytes(secret))).ToLowerInvariant();

            Assert.Equal("fp:" + digits[..12], SecretFingerprint.Of(secret));
        }
    }

    [Fact]
    public void A_vector_holds_it_in_place()
    {
        var secret = LeakWatch.Protect("Kd7-vQ2x.Lm9_tR4w~Hs6=yB1n+Zc8/Pg3j");

        Assert.Equal("fp:2af4d48579e5", SecretFingerprint.Of(secret));
    }

    [OpensslFact]
    public async Task The_openssl_line_of_the_documentation_gives_the_same_digits()
    {
        const string Line =
            """printf %s "$EDGE_SECRET" | openssl dgst -sha256 -hmac wsauth-fingerprint-v1 | sed 's/.*= //' | cut -c1-12""";
        var secret = TestSecrets.Hex();

        var said = await Programs.RunAsync(
            "sh",
            ["-c", Line],
            new Dictionary<string, string> { ["EDGE_SECRET"] = secret },
            AppContext.BaseDirectory
        );

        Assert.Equal("fp:" + said.Output, SecretFingerprint.Of(secret));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("changeme-changeme-changeme-changeme-changeme")]
    public void A_secret_that_could_be_guessed_has_no_digits(string secret) =>
        Assert.Equal("fp:weak", SecretFingerprint.Of(secret));

    [Fact]
    public void One_byte_too_short_has_no_digits()
    {
        var secret = TestSecrets.Hex(16);

        Assert.Equal("fp:weak", SecretFingerprint.Of(secret.AsSpan(0, 31)));
        Assert.True(SecretFingerprint.HasForm(SecretFingerprint.Of(secret)));
    }

    [Fact]
    public void It_is_of_the_decoded_bytes()
    {
        using var resolver = new TestResolver("hex:env:SECRET");
        var hex = TestSecrets.Hex();
        resolver.Variables["SECRET"] = hex;

        Assert.Equal(SecretFingerprint.Of(Convert.FromHexString(hex)), resolver.Ring.Current!.Fingerprint);
        Assert.NotEqual(SecretFingerprint.Of(hex), resolver.Ring.Current.Fingerprint);
    }

    [Theory]
    [InlineData("fp:0123456789ab", true)]
    [InlineData("fp:0123456789AB", false)]
    [InlineData("fp:0123456789a", false)]
    [InlineData("fp:0123456789abc", false)]
    [InlineData("FP:0123456789ab", false)]
    [InlineData("fp:weak", false)]
    [InlineData("", false)]
    public void Its_form_can_be_told(string text, bool isOne) => Assert.Equal(isOne, SecretFingerprint.HasForm(text));
}
