using FsCheck;
using FsCheck.Fluent;
using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Reasons;

/// <summary>Text that came from a client, as log lines and answers show it.</summary>
public sealed class ClientTextTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("u1", "\"u1\"")]
    [InlineData("edge_15551234567", "\"edge_15551234567\"")]
    [InlineData("ada@example.com", "\"ada@example.com\"")]
    [InlineData("https://issuer.example/realms/main", "\"https://issuer.example/realms/main\"")]
    [InlineData("auth0|5f7c8ec7c33c6c004bbafe82", "\"auth0|5f7c8ec7c33c6c004bbafe82\"", true)]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "\"3f2504e0-4f89-11d3-9a0c-0305e82c3301\"")]
    [InlineData(
        "https://login.example.com/72f988bf-86f1-41ef-91ab-2d7cd011db47/v2.0",
        "\"https://login.example.com/72f988bf-86f1-41ef-91ab-2d7cd011db47/v2.0\""
    )]
    [InlineData(
        "https://sso.Example.com/Realms/Main-Site/OpenId/Protocol/Connect/Tokens",
        "\"https://sso.Example.com/Realms/Main-Site/OpenId/Protocol/Connect/Tokens\""
    )]
    [InlineData("urn:ietf:params:oauth:token-type:jwt", "\"urn:ietf:params:oauth:token-type:jwt\"")]
    [InlineData("application/at+jwt", "\"application/at+jwt\"")]
    [InlineData("Donaudampfschifffahrtsgesellschaft", "\"Donaudampfschifffahrtsgesellschaft\"")]
    public void A_harmless_name_is_shown_and_a_long_mixed_run_is_not(string text, string shown, bool isWithheld = false)
    {
        var quoted = ClientText.Quote(text);

        Assert.Equal(isWithheld ? $"[withheld: {text.Length} characters that look like a credential]" : shown, quoted);
    }

    [Theory]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\b", "\"a\\\\b\"")]
    [InlineData("a\r\nb", "\"a\\u000d\\u000ab\"")]
    [InlineData("a\tb\0c", "\"a\\u0009b\\u0000c\"")]
    [InlineData("\u001b[31mred", "\"\\u001b[31mred\"")]
    [InlineData("a\u007fb", "\"a\\u007fb\"")]
    [InlineData("a\u0085b", "\"a\\u0085b\"")]
    [InlineData("\u202eevil", "\"\\u202eevil\"")]
    [InlineData("\u2066x\u2069", "\"\\u2066x\\u2069\"")]
    [InlineData("a\u2028b", "\"a\\u2028b\"")]
    [InlineData("\ufeffx\u200b", "\"\\ufeffx\\u200b\"")]
    [InlineData("é", "\"\\u00e9\"")]
    [InlineData("😀", "\"\\ud83d\\ude00\"")]
    public void What_a_terminal_or_a_reader_could_take_for_something_else_is_escaped(string text, string shown) =>
        Assert.Equal(shown, ClientText.Quote(text));

    [Fact]
    public void Half_a_surrogate_pair_is_escaped_too() => Assert.Equal("\"\\ud800\"", ClientText.Quote("\ud800"));

    [Fact]
    public void Text_is_cut_at_128_characters_and_marked()
    {
        var longest = string.Concat(Enumerable.Repeat("word ", 26))[..128];

        Assert.Equal($"\"{longest}\"", ClientText.Quote(longest));
        Assert.Equal($"\"{longest}…\"", ClientText.Quote(longest + "x"));
    }

    [Fact]
    public void A_credential_behind_the_cut_is_found_too()
    {
        var text = string.Concat(Enumerable.Repeat("word ", 40)) + TestSecrets.Hex();

        Assert.StartsWith("[withheld: ", ClientText.Quote(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_are_withheld_wherever_they_stand()
    {
        // Always the same ones: that a random secret looks like one is very likely, but not certain.
        var random = new Random(1);
        var bytes = new byte[32];
        for (var i = 0; i < 500; i++)
        {
            random.NextBytes(bytes);
            var jwt = HandmadeJwt.Sign(HandmadeJwt.Header, """{"sub":"u1","exp":1}""", bytes);
            string[] credentials =
            [
                Convert.ToHexStringLower(bytes),
                Convert.ToHexString(bytes),
                Convert.ToBase64String(bytes),
                HandmadeJwt.Encode(bytes),
                jwt,
                jwt[..60],
                "eyJ0.eyJz",
            ];
            foreach (var credential in credentials)
            {
                Assert.Equal(Withheld(credential), ClientText.Quote(credential));
                Assert.Equal(Withheld($"token={credential};"), ClientText.Quote($"token={credential};"));
                Assert.Equal(Withheld($"Bearer {credential}"), ClientText.Quote($"Bearer {credential}"));
            }
        }
    }

    [Fact]
    public void Whatever_comes_in_one_short_printable_line_comes_out() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<string>(),
                text =>
                {
                    var quoted = ClientText.Quote(text);
                    return quoted.Length <= (6 * ClientText.MaximumLength) + 3
                        && !quoted
                            .Replace("…", "", StringComparison.Ordinal)
                            .AsSpan()
                            .ContainsAnyExceptInRange(' ', '~');
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithQuietOnSuccess(true));

    private static string Withheld(string text) => $"[withheld: {text.Length} characters that look like a credential]";
}
