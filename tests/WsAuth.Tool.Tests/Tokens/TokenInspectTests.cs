using System.Text;
using WsAuth.Testing;
using WsAuth.Testing.HostileCredentials;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Tokens;

public sealed class TokenInspectTests : IDisposable
{
    private readonly TokenService _service = new();

    [Fact]
    public async Task The_first_line_says_that_nothing_is_verified()
    {
        var token = await _service.TokenAsync("jwt", "--subject", "u");

        var text = await _service.InspectAsync(token);
        var json = await _service.InspectAsync(token, "--json");

        Assert.StartsWith("UNVERIFIED: ", text.Output, StringComparison.Ordinal);
        Assert.True(json.Json.GetProperty("unverified").GetBoolean());
        Assert.Equal(
            ["command", "exit_code", "unverified", "notice"],
            json.Json.EnumerateObject().Take(4).Select(member => member.Name)
        );
    }

    [Fact]
    public async Task Times_are_told_as_moments_and_as_distances()
    {
        var token = await _service.TokenAsync("jwt", "--subject", "u", "--expires-in", "-3m");

        var outcome = await _service.InspectAsync(token);

        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.Matches("exp  [0-9]+  [0-9-]+T[0-9:]+Z \\(3 min ago\\)", outcome.Output);
        Assert.Contains("verdict: REFUSED in Production: token_expired.", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_of_another_source_is_named_with_the_one_in_force()
    {
        var token = await _service.TokenAsync("jwt", "--subject", "u");
        _service["JWT_SECRET_STAGING"] = TestSecrets.Hex();

        var outcome = await _service.InspectAsync(token, "--environment", "Staging");

        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.Contains(
            "secret: Signed with env:JWT_SECRET_KEY (source 2 of 'jwt', fp:",
            outcome.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("but env:JWT_SECRET_STAGING (source 1 of 'jwt', fp:", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("newline", "JWT_SECRET_KEY plus a trailing line feed")]
    [InlineData("crlf", "JWT_SECRET_KEY plus a trailing CR LF")]
    [InlineData("hex", "the 32 bytes that the hexadecimal text of env:JWT_SECRET_KEY decodes to")]
    [InlineData("quotes", "JWT_SECRET_KEY in double quotes")]
    [InlineData("edge", "env:EDGE_SECRET (source 1 of 'edge'")]
    [InlineData("stranger", "none of the 3 values visible here")]
    public async Task Whatever_was_made_of_a_secret_is_named(string form, string expected)
    {
        var secret = _service.SecretOf("JWT_SECRET_KEY");
        byte[] bytes = form switch
        {
            "newline" => Encoding.UTF8.GetBytes(secret + "\n"),
            "crlf" => Encoding.UTF8.GetBytes(secret + "\r\n"),
            "hex" => Convert.FromHexString(secret),
            "quotes" => Encoding.UTF8.GetBytes($"\"{secret}\""),
            "edge" => Encoding.UTF8.GetBytes(_service.SecretOf("EDGE_SECRET")),
            _ => Encoding.UTF8.GetBytes(TestSecrets.Hex()),
        };
        var payload = HandmadeJwt.At(
            """{"sub":"u","exp":@+300,"iss":"here","aud":"chat"}""",
            _service.Tool.Clock.GetUtcNow()
        );
        var token = LeakWatch.ProtectToken(HandmadeJwt.Sign("""{"alg":"HS256"}""", payload, bytes));

        var outcome = await _service.InspectAsync(token);

        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.Contains(expected, outcome.Output, StringComparison.Ordinal);
        Assert.Contains("✗ signature", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_previous_value_verifies_and_is_named_as_one()
    {
        var token = await _service.TokenAsync("jwt", "--subject", "u");
        _service["JWT_SECRET_OLD"] = _service.SecretOf("JWT_SECRET_KEY");
        _service["JWT_SECRET_KEY"] = TestSecrets.Hex();

        var outcome = await _service.InspectAsync(token);

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        Assert.Contains(
            "verified with env:JWT_SECRET_OLD (previous value 1 of 'jwt'",
            outcome.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("accepted until 2099-0", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_service_does_not_get_to_is_read_all_the_same()
    {
        var payload = HandmadeJwt.At("""{"sub":"u","exp":@-600,"iss":"elsewhere"}""", _service.Tool.Clock.GetUtcNow());
        var token = LeakWatch.ProtectToken(
            HandmadeJwt.Sign("""{"alg":"HS256"}""", payload, Encoding.UTF8.GetBytes(TestSecrets.Hex()))
        );

        var outcome = await _service.InspectAsync(token, "--json");

        Assert.Equal("signature_mismatch", outcome.Json.GetProperty("reason").GetString());
        Assert.Equal(
            ["expiry", "issuer", "audience"],
            outcome
                .Json.GetProperty("checks")
                .EnumerateArray()
                .Where(check =>
                    check.GetProperty("state").GetString() == "failed" && !check.GetProperty("reached").GetBoolean()
                )
                .Select(check => check.GetProperty("name").GetString())
        );
    }

    [Fact]
    public async Task Hidden_claims_are_nowhere()
    {
        var names = (string[])["sub-zebra", "aud-zebra", "iss-zebra", "role-zebra", "plan-zebra"];
        var token = await _service.TokenAsync([
            "jwt",
            "--subject",
            names[0],
            "--audience",
            names[1],
            "--issuer",
            names[2],
            "--role",
            names[3],
            "--claim",
            "plan=" + names[4],
        ]);

        foreach (
            var format in (string[][])
                [
                    [],
                    ["--json"],
                ]
        )
        {
            var open = await _service.InspectAsync(token, format);
            var hidden = await _service.InspectAsync(token, [.. format, "--hide-claims"]);

            Assert.All(names, name => Assert.Contains(name, open.Output, StringComparison.Ordinal));
            Assert.DoesNotContain("zebra", hidden.Output, StringComparison.Ordinal);
            Assert.Contains("plan", hidden.Output, StringComparison.Ordinal);
            Assert.Contains("issuer_refused", hidden.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_secret_that_a_claim_holds_is_withheld()
    {
        var secret = TestSecrets.Hex();
        var payload = HandmadeJwt.At(
            $$"""{"sub":"u","exp":@+300,"key":"{{secret}}","{{secret}}":["{{secret}}"]}""",
            _service.Tool.Clock.GetUtcNow()
        );
        var token = LeakWatch.ProtectToken(
            HandmadeJwt.Sign(
                """{"alg":"HS256"}""",
                payload,
                Encoding.UTF8.GetBytes(_service.SecretOf("JWT_SECRET_KEY"))
            )
        );

        var outcome = await _service.InspectAsync(token);

        Assert.Contains(
            "[withheld: 64 characters that look like a credential]",
            outcome.Output,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task Nothing_to_read_is_unreadable(string input)
    {
        var outcome = await _service.InspectAsync(input);

        Assert.Equal((ExitCode.Unreadable, ""), (outcome.ExitCode, outcome.Output));
    }

    [Fact]
    public async Task A_file_is_no_argument()
    {
        var outcome = await _service.Tool.RunAsync("token", "inspect", "token.txt");

        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("inspect - < token.txt", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_there_is_not_is_wrong_usage()
    {
        var outcome = await _service.InspectAsync("x", "--kind", "jwtt");

        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.Contains("did you mean 'jwt'?", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_the_request_names_has_to_be_the_tokens()
    {
        var token = await _service.TokenAsync("edge", "--agent", "edge_1");

        var same = await _service.InspectAsync(token, "--agent", "edge_1");
        var other = await _service.InspectAsync(token, "--agent", "edge_2", "--json");

        Assert.Equal(ExitCode.Fine, same.ExitCode);
        Assert.Equal("subject_mismatch", other.Json.GetProperty("reason").GetString());
    }

    public void Dispose() => _service.Dispose();
}
