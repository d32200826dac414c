using System.Text;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>Rule 5: hygiene is diagnosed, not repaired.</summary>
public sealed class SecretHygieneTests
{
    // 43 characters that are neither hexadecimal nor base64, so that a test sees its own note alone.
    private static string Plain() => LeakWatch.Protect("#" + TestSecrets.Hex(21));

    public static TheoryData<string, string> Blemishes =>
        new()
        {
            { "{0} ", "ends with white space" },
            { "{0}\t", "ends with white space" },
            { " {0}", "begins with white space" },
            { "{0}\n", "ends with a line feed" },
            { "{0}\r\n", "ends with CR LF" },
            { "{0}\r", "ends with a carriage return" },
            { "\"{0}\"", "is wrapped in quotes, which are part of the value here" },
            { "'{0}'", "is wrapped in quotes, which are part of the value here" },
            { "`{0}`", "is wrapped in quotes, which are part of the value here" },
            { "\u201C{0}\u201D", "is wrapped in quotes, which are part of the value here" },
            { "\uFEFF{0}", "begins with a byte order mark" },
            { "{0}\u200B.", "holds an invisible character (U+200B)" },
            { "{0}\u00AD.", "holds an invisible character (U+00AD)" },
            { "{0}\u0000.", "holds an invisible character (U+0000)" },
            { "{0}\u001B.", "holds an invisible character (U+001B)" },
            { "{0}\u007F.", "holds an invisible character (U+007F)" },
            { "{0}\u00E9.", "holds non-ASCII characters" },
            { "{0} x", "holds white space" },
            { "{0}\u00A0x", "holds white space" },
            { "{0}\nx", "holds line breaks" },
            {
                "hex:{0}",
                "begins with an encoding's name, which is text here: write the prefix before the source instead"
            },
            {
                "base64:{0}",
                "begins with an encoding's name, which is text here: write the prefix before the source instead"
            },
        };

    [Theory]
    [MemberData(nameof(Blemishes))]
    public void A_blemish_is_noted_and_stays_part_of_the_value(string form, string note)
    {
        using var resolver = new TestResolver("env:SECRET");
        var value = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Plain());
        resolver.Variables["SECRET"] = value;

        resolver.Start();

        Assert.Contains(note, resolver.Row(1).Notes);
        Assert.True(resolver.Ring.Current.Holds(value));
    }

    [Fact]
    public void A_clean_value_has_no_note()
    {
        using var resolver = new TestResolver("env:SECRET");
        resolver.Variables["SECRET"] = Plain();

        Assert.Empty(resolver.Row(1).Notes);
    }

    [Fact]
    public void A_value_that_is_hexadecimal_too_is_noted_and_used_as_text()
    {
        using var resolver = new TestResolver("env:SECRET");
        var hex = TestSecrets.Hex();
        resolver.Variables["SECRET"] = hex;

        Assert.Equal(["would also decode as hex (32 bytes)"], resolver.Row(1).Notes);
        Assert.True(resolver.Ring.Current.Holds(hex));
        Assert.Equal(64, resolver.Ring.Current!.Length);
    }

    [Theory]
    [InlineData("+/", true)]
    [InlineData("-_", false)]
    public void A_value_that_is_base64_too_is_noted_and_used_as_text(string alphabet, bool padded)
    {
        using var resolver = new TestResolver("env:SECRET");
        var base64 = Convert
            .ToBase64String([.. Convert.FromHexString(TestSecrets.Hex(31)), 0xFB])
            .Replace('+', alphabet[0])
            .Replace('/', alphabet[1]);
        var value = LeakWatch.Protect(padded ? base64 : base64.TrimEnd('='));
        resolver.Variables["SECRET"] = value;

        Assert.Equal(["would also decode as base64 (32 bytes)"], resolver.Row(1).Notes);
        Assert.True(resolver.Ring.Current.Holds(value));
    }

    [Fact]
    public void A_value_that_is_decoded_is_not_said_to_be_decodable_too()
    {
        using var resolver = new TestResolver("hex:env:SECRET");
        resolver.Variables["SECRET"] = TestSecrets.Hex();

        Assert.Empty(resolver.Row(1).Notes);
    }

    [Fact]
    public void Several_blemishes_are_all_noted()
    {
        using var resolver = new TestResolver("env:SECRET");
        resolver.Variables["SECRET"] = $" '{Plain()}'\r\n";

        Assert.Equal(
            ["ends with CR LF", "begins with white space", "is wrapped in quotes, which are part of the value here"],
            resolver.Row(1).Notes
        );
    }

    [Fact]
    public void A_file_in_utf16_is_named_as_such()
    {
        using var resolver = new TestResolver();
        var path = Path.Combine(resolver.Folder.Path, "jwt");
        File.WriteAllText(path, Plain(), Encoding.Unicode);
        resolver["Secrets:jwt:Order"] = "file:" + path;

        Assert.Contains("begins with a UTF-16 byte order mark: save it as UTF-8", resolver.Row(1).Notes);
    }

    [Fact]
    public void A_file_of_bytes_that_are_no_text_is_named_as_such()
    {
        using var resolver = new TestResolver();
        var path = Path.Combine(resolver.Folder.Path, "jwt");
        byte[] bytes = [0x80, .. Convert.FromHexString(TestSecrets.Hex()), 0x80];
        File.WriteAllBytes(path, bytes);
        resolver["Secrets:jwt:Order"] = "file:" + path;

        Assert.Contains("is not UTF-8 text", resolver.Row(1).Notes);
        Assert.True(resolver.Ring.Current.Holds(bytes));
    }

    [Fact]
    public void A_byte_order_mark_makes_another_secret()
    {
        var secret = Plain();

        Assert.NotEqual(SecretFingerprint.Of(secret), SecretFingerprint.Of("\uFEFF" + secret));
    }
}
