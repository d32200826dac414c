using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using WsAuth.Mismatch;
using WsAuth.Testing;
using Xunit;
using static WsAuth.Tests.Mismatch.RefusingHost;

namespace WsAuth.Tests.Mismatch;

/// <summary>Both sides hold the same value, and one of them makes something else of it.</summary>
public sealed class WhoseFormTests
{
    private const string AsItStands = "the value as it stands there";

    /// <summary>Forms of a value <c>{0}</c>: the form, what the server holds, what the client used, and how both are told.</summary>
    public static TheoryData<MismatchForm, string, string, string, string> TextForms =>
        new()
        {
            { MismatchForm.WithLineFeed, "{0}", "{0}\n", "{1} plus a trailing line feed", AsItStands },
            { MismatchForm.WithCarriageReturnLineFeed, "{0}", "{0}\r\n", "{1} plus a trailing CR LF", AsItStands },
            { MismatchForm.WithByteOrderMark, "{0}", "\uFEFF{0}", "{1} behind a byte order mark", AsItStands },
            { MismatchForm.InDoubleQuotes, "{0}", "\"{0}\"", "{1} in double quotes", AsItStands },
            { MismatchForm.InSingleQuotes, "{0}", "'{0}'", "{1} in single quotes", AsItStands },
            { MismatchForm.Trimmed, "{0}\n", "{0}", "{1} without the white space around it", AsItStands },
            { MismatchForm.Trimmed, " {0}\t", "{0}", "{1} without the white space around it", AsItStands },
            { MismatchForm.Unquoted, "\"{0}\"", "{0}", "{1} without its quotes", AsItStands },
            { MismatchForm.Unquoted, "'{0}'\n", "{0}", "{1} without its quotes", AsItStands },
            { MismatchForm.WithoutByteOrderMark, "\uFEFF{0}", "{0}", "{1} without its byte order mark", AsItStands },
            {
                MismatchForm.Bare,
                "\uFEFF\"{0}\"\r\n",
                "{0}",
                "{1} without its byte order mark, quotes and white space",
                AsItStands
            },
        };

    [Theory]
    [MemberData(nameof(TextForms))]
    public async Task Each_form_is_named_for_a_jwt(
        MismatchForm form,
        string held,
        string used,
        string what,
        string right
    )
    {
        using var host = new RefusingHost();
        (held, used) = Fill(held, used);
        host["JWT_SECRET_KEY"] = held;

        var finding = await host.FindJwtAsync(used);

        Assert.Equal(
            $"Signed with {Name(what, "env:JWT_SECRET_KEY")} (source 2 of 'jwt', {Fingerprint(used)}); in force is {right} ({Fingerprint(held)}).",
            finding.Text
        );
        Assert.Equal((form, Fingerprint(used)), (finding.Form, finding.Fingerprint));
    }

    [Theory]
    [MemberData(nameof(TextForms))]
    public async Task Each_form_is_named_for_an_edge_token(
        MismatchForm form,
        string held,
        string used,
        string what,
        string right
    )
    {
        using var host = new RefusingHost();
        (held, used) = Fill(held, used);
        host["EDGE_SECRET"] = held;

        var finding = await host.FindEdgeTokenAsync(Encoding.UTF8.GetBytes(used));

        Assert.Equal(
            $"Signed with {Name(what, "env:EDGE_SECRET")} (source 1 of 'edge', {Fingerprint(used)}); in force is {right} ({Fingerprint(held)}).",
            finding.Text
        );
        Assert.Equal(form, finding.Form);
    }

    // What a bearer credential cannot hold, such as a line feed or quotes, is refused as malformed before any secret is asked.
    [Theory]
    [InlineData("{0}\n", "without the white space around it")]
    [InlineData("\"{0}\"", "without its quotes")]
    [InlineData("\uFEFF{0}", "without its byte order mark")]
    [InlineData("\uFEFF '{0}'", "without its byte order mark, quotes and white space")]
    public async Task Each_form_that_can_be_sent_is_named_for_a_shared_secret(string held, string what)
    {
        using var host = new RefusingHost();
        (held, var used) = Fill(held, "{0}");
        host["EDGE_SECRET"] = held;

        Assert.Equal(
            $"The client sent env:EDGE_SECRET {what} (source 1 of 'edge', {Fingerprint(used)}); in force is the value as it stands there ({Fingerprint(held)}).",
            (await host.FindSharedSecretAsync(used)).Text
        );
    }

    [Theory]
    [InlineData("HS256", 32)]
    [InlineData("HS384", 48)]
    [InlineData("HS512", 64)]
    public async Task Hexadecimal_text_that_was_decoded_is_named(string algorithm, int bytes)
    {
        using var host = new RefusingHost(("Jwt:Algorithm", algorithm));
        var secret = TestSecrets.Hex(bytes);
        host["JWT_SECRET_KEY"] = secret;
        var decoded = Convert.FromHexString(secret);

        Assert.Equal(
            $"Signed with the {bytes} bytes that the hexadecimal text of env:JWT_SECRET_KEY decodes to (source 2 of 'jwt', {Fingerprint(decoded)}); in force is the text itself ({Fingerprint(secret)}).",
            (await host.FindJwtAsync(decoded, algorithm)).Text
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_that_was_decoded_is_named_for_an_edge_token(bool isBase64)
    {
        using var host = new RefusingHost();
        var bytes = RandomNumberGenerator.GetBytes(32);
        var secret = LeakWatch.Protect(isBase64 ? Base64Url.EncodeToString(bytes) : Convert.ToHexString(bytes));
        host["EDGE_SECRET"] = secret;

        var finding = await host.FindEdgeTokenAsync(bytes);

        Assert.Equal(
            $"Signed with the 32 bytes that the {(isBase64 ? "base64" : "hexadecimal")} text of env:EDGE_SECRET decodes to (source 1 of 'edge', {Fingerprint(bytes)}); in force is the text itself ({Fingerprint(secret)}).",
            finding.Text
        );
        Assert.Equal(isBase64 ? MismatchForm.Base64Decoded : MismatchForm.HexDecoded, finding.Form);
    }

    [Theory]
    [InlineData("base64", false, "", MismatchForm.Undecoded, "")]
    [InlineData("base64", true, "", MismatchForm.Undecoded, "")]
    [InlineData("hex", false, "", MismatchForm.Undecoded, "")]
    [InlineData("hex", false, "\n", MismatchForm.UndecodedWithLineEnd, " plus a line end")]
    [InlineData("hex", false, "\r\n", MismatchForm.UndecodedWithLineEnd, " plus a line end")]
    public async Task Text_that_was_not_decoded_is_named(
        string encoding,
        bool isUrlSafe,
        string end,
        MismatchForm form,
        string what
    )
    {
        using var host = new RefusingHost(("Secrets:jwt:Order", $"{encoding}:env:JWT_SECRET_KEY"));
        var bytes = RandomNumberGenerator.GetBytes(33);
        var text = LeakWatch.Protect(
            encoding == "hex" ? Convert.ToHexString(bytes)
            : isUrlSafe ? Base64Url.EncodeToString(bytes)
            : Convert.ToBase64String(bytes)
        );
        host["JWT_SECRET_KEY"] = text;

        var finding = await host.FindJwtAsync(text + end);

        Assert.Equal(
            $"Signed with the undecoded text of {encoding}:env:JWT_SECRET_KEY{what} (source 1 of 'jwt', {Fingerprint(text + end)}); in force is what it decodes to ({Fingerprint(bytes)}).",
            finding.Text
        );
        Assert.Equal(form, finding.Form);
    }

    [Fact]
    public async Task A_shared_secret_that_was_not_decoded_is_named()
    {
        using var host = new RefusingHost(("Secrets:edge:Order", "hex:env:EDGE_SECRET"));
        var text = host.Host.EdgeSecret;

        Assert.Equal(
            $"The client sent the undecoded text of hex:env:EDGE_SECRET (source 1 of 'edge', {Fingerprint(text)}); in force is what it decodes to ({Fingerprint(Convert.FromHexString(text))}).",
            (await host.FindSharedSecretAsync(text)).Text
        );
    }

    [Fact]
    public async Task A_form_of_a_value_that_is_not_in_force_is_named_with_the_one_that_is()
    {
        using var host = new RefusingHost();
        var used = host.Put("JWT_SECRET") + "\n";

        Assert.Equal(
            $"Signed with env:JWT_SECRET plus a trailing line feed (in no order of 'jwt', {Fingerprint(used)}), but env:JWT_SECRET_KEY (source 2 of 'jwt', {Fingerprint(host.Host.JwtSecret)}) is in force in Production.",
            (await host.FindJwtAsync(used)).Text
        );
    }

    [Fact]
    public async Task A_value_that_holds_a_line_feed_is_named_before_a_line_feed_behind_another()
    {
        using var host = new RefusingHost();
        host["JWT_SECRET"] = host.Host.JwtSecret + "\n";

        var finding = await host.FindJwtAsync(host.Host.JwtSecret + "\n");

        Assert.Equal((MismatchForm.AsItIs, "env:JWT_SECRET"), (finding.Form, finding.SourceName));
    }

    [Fact]
    public async Task A_file_whose_line_ending_was_dropped_here_is_named_with_it()
    {
        using var folder = new TestFolder();
        var secret = TestSecrets.Hex();
        var path = folder.Write("jwt", secret + "\n");
        using var host = new RefusingHost(("Secrets:jwt:Order", $"file:{path}"));

        Assert.Equal(
            $"Signed with file:{path} plus a trailing line feed (source 1 of 'jwt', {Fingerprint(secret + "\n")}); in force is the value as it stands there ({Fingerprint(secret)}).",
            (await host.FindJwtAsync(secret + "\n")).Text
        );
    }

    [Fact]
    public async Task Bytes_that_are_no_text_have_forms_too()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "jwt");
        byte[] secret = [0xFF, .. RandomNumberGenerator.GetBytes(40), 0xFE];
        await File.WriteAllBytesAsync(path, secret);
        using var host = new RefusingHost(("Secrets:jwt:Order", $"file:{path}"));

        Assert.Equal(MismatchForm.WithLineFeed, (await host.FindJwtAsync([.. secret, (byte)'\n'])).Form);
        Assert.Null((await host.FindJwtAsync([.. secret, (byte)'x'])).Form);
    }

    private static (string Held, string Used) Fill(string held, string used)
    {
        var secret = TestSecrets.Hex();
        return (string.Format(null, held, secret), string.Format(null, used, secret));
    }

    private static string Name(string what, string source) => string.Format(null, what, "", source);
}
