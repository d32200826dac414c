using System.Text;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary><c>hex:</c> and <c>base64:</c> before a source, and their absence.</summary>
public sealed class SecretEncodingTests
{
    [Fact]
    public void Without_a_prefix_text_is_its_utf8_bytes()
    {
        using var resolver = new TestResolver("env:SECRET");
        var secret = LeakWatch.Protect("é€" + TestSecrets.Hex());
        resolver.Variables["SECRET"] = secret;

        Assert.True(resolver.Ring.Current.Holds(Encoding.UTF8.GetBytes(secret)));
        Assert.Equal(69, resolver.Row(1).Length);
    }

    [Fact]
    public void Hex_is_read_in_either_letter_case()
    {
        using var resolver = new TestResolver("hex:env:LOWER > hex:env:UPPER");
        var hex = TestSecrets.Hex();
        resolver.Variables["LOWER"] = hex;
        resolver.Variables["UPPER"] = LeakWatch.Protect(hex.ToUpperInvariant());

        Assert.True(resolver.Ring.Current.Holds(Convert.FromHexString(hex)));
        Assert.Equal("won shadowed-same", resolver.States);
        Assert.Equal("hex:env:LOWER", resolver.Ring.Current!.Source);
        Assert.Equal(32, resolver.Row(1).Length);
    }

    [Fact]
    public void Base64_is_read_in_either_alphabet_padded_or_not()
    {
        using var resolver = new TestResolver("base64:env:STANDARD > base64:env:URL > base64:config:Bare");
        byte[] bytes = [0xFB, 0xFF, 0xBF, .. Convert.FromHexString(TestSecrets.Hex())];
        var standard = LeakWatch.Protect(Convert.ToBase64String(bytes));
        resolver.Variables["STANDARD"] = standard;
        resolver.Variables["URL"] = LeakWatch.Protect(standard.Replace('+', '-').Replace('/', '_'));
        resolver.Put("Bare", standard.TrimEnd('='));

        Assert.True(resolver.Ring.Current.Holds(bytes));
        Assert.Equal("won shadowed-same shadowed-same", resolver.States);
    }

    [Theory]
    [InlineData("hex", "abc")]
    [InlineData("hex", "0x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    [InlineData("hex", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n")]
    [InlineData("hex", "00112233445566778899aabbccddeeff 00112233445566778899aabbccddeeff")]
    [InlineData("base64", "ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8===")]
    [InlineData("base64", "ABEiM0RVZneImaq7 zN3u/wARIjNEVWZ3iJmqu8zd7v8=")]
    [InlineData("base64", "ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=\n")]
    [InlineData("base64", "====")]
    public void What_does_not_decode_is_refused_and_not_repaired(string encoding, string value)
    {
        using var resolver = new TestResolver($"{encoding}:env:SECRET > env:NEXT");
        resolver.Variables["SECRET"] = value;
        resolver.Variables["NEXT"] = TestSecrets.Hex();

        Assert.Contains($"as '{encoding}:' before the source says", resolver.StartFault(), StringComparison.Ordinal);
        Assert.Null(resolver.Row(1).Fingerprint);
    }

    [Fact]
    public void A_value_that_begins_with_a_prefix_is_text()
    {
        using var resolver = new TestResolver("env:SECRET");
        var value = LeakWatch.Protect(TestSecrets.Hex());
        resolver.Variables["SECRET"] = "hex:" + value;

        Assert.True(resolver.Ring.Current.Holds("hex:" + value));
    }
}
