using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Handshake;

/// <summary>Credentials that were damaged by the code that puts them into the request: named, and never taken for absent.</summary>
public sealed class DamagedCredentialTests : IDisposable
{
    private static readonly Dictionary<string, (Func<string, string> Damage, string Detail)> Cases = new()
    {
        ["the scheme twice"] = (token => "Bearer " + token, "the scheme stands twice"),
        ["the scheme twice in another case"] = (token => "bearer " + token, "the scheme stands twice"),
        ["the scheme twice and nothing else"] = (_ => "Bearer", "the scheme stands twice"),
        ["undefined"] = (_ => "undefined", "it is the word 'undefined'"),
        ["null"] = (_ => "null", "it is the word 'null'"),
        ["None"] = (_ => "None", "it is the word 'None'"),
        ["NaN"] = (_ => "NaN", "it is the word 'NaN'"),
        ["false"] = (_ => "false", "it is the word 'false'"),
        ["an object"] = (_ => "[object Object]", "it is the word '[object Object]'"),
        ["a promise"] = (_ => "[object Promise]", "it is the word '[object Promise]'"),
        ["double quotes"] = (token => $"\"{token}\"", "wrapped in quotes"),
        ["single quotes"] = (token => $"'{token}'", "wrapped in quotes"),
        ["back quotes"] = (token => $"`{token}`", "wrapped in quotes"),
        ["white space within"] = (token => token[..10] + " " + token[10..], "white space"),
        ["a tab within"] = (token => token[..10] + "\t" + token[10..], "(U+0009)"),
        ["a line ending within"] = (token => token[..10] + "\n" + token[10..], "(U+000A)"),
        ["two tokens"] = (token => $"{token}, {token}", "white space"),
        ["a control character"] = (token => token + "\u0001x", "(U+0001)"),
        ["a delete character"] = (token => token + "\u007fx", "(U+007F)"),
        ["a zero-width space"] = (token => token[..5] + "\u200b" + token[5..], "(U+200B)"),
        ["a byte order mark"] = (token => "\ufeff" + token, "(U+FEFF)"),
        ["a right-to-left override"] = (token => token + "\u202e", "(U+202E)"),
        ["a no-break space within"] = (token => token[..5] + "\u00a0" + token[5..], "(U+00A0)"),
        ["percent-encoded"] = (token => token.Replace(".", "%2E", StringComparison.Ordinal), "URL-encoded once"),
        ["percent-encoded in lower case"] = (token => token + "%3d", "URL-encoded once"),
        ["a JWT cut off in its payload"] = (token => token[..(token.IndexOf('.') + 9)], "cut off after"),
        ["a JWT cut off in its header"] = (token => token[..20], "cut off after 20 characters"),
    };

    private readonly CoreHost _host = new(("Query:AccessToken", "true"));

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_damaged_credential_in_the_header_is_malformed(string name)
    {
        var (damage, detail) = Cases[name];

        var decision = await _host.DecideAsync(PresentedRequest.Bearer(damage(_host.SignJwt())));

        decision.ShouldBeRefused("credential_malformed", detail);
        Assert.Equal((401, 4400), (decision.Refusal!.Reason.Status, decision.Refusal.Reason.CloseCode ?? 0));
    }

    [Theory]
    [InlineData("undefined", "it is the word")]
    [InlineData("", "it is empty")]
    [InlineData("a b", "as a '+' becomes in a URL")]
    [InlineData("ab+/ =", "as a '+' becomes in a URL")]
    [InlineData(" ", "as a '+' becomes in a URL")]
    [InlineData("Bearer x", "it begins with 'Bearer'")]
    [InlineData("a%2Bb", "URL-encoded once too often")]
    public async Task A_damaged_credential_in_the_query_is_malformed(string value, string detail)
    {
        var decision = await _host.DecideAsync(
            new PresentedRequest().WithQuery("access_token", value),
            TokenKind.SharedSecret
        );

        decision.ShouldBeRefused("credential_malformed", detail);
        Assert.Contains("In the query parameter access_token", decision.Refusal!.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Undefined-behaviour-is-my-password-1234")]
    [InlineData("nullify")]
    [InlineData("100%")]
    [InlineData("50%off")]
    [InlineData("%zz")]
    [InlineData("\"quoted at one end only")]
    public async Task A_secret_that_only_resembles_damage_is_compared(string secret)
    {
        var decision = await _host.DecideAsync(
            PresentedRequest.Bearer(secret.Replace(' ', '-')),
            TokenKind.SharedSecret
        );

        decision.ShouldBeRefused("secret_mismatch");
    }

    public void Dispose() => _host.Dispose();
}
