using System.Text.Json;
using WsAuth.Secrets;
using WsAuth.Testing.HostileCredentials;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Tokens;

public sealed class TokenMintTests : IDisposable
{
    private readonly TokenService _service = new();

    [Theory]
    [InlineData("jwt", "--subject", "user-1")]
    [InlineData("edge", "--agent", "edge_1")]
    [InlineData("edge", "--agent", "edge_1", "--url-safe")]
    [InlineData("ticket", "--subject", "user-1", "--path", "/ws")]
    public async Task The_token_alone_is_on_standard_output_and_the_service_accepts_it(params string[] arguments)
    {
        var minted = await _service.MintAsync(arguments);
        var inspected = await _service.InspectAsync(minted.Output);

        Assert.Equal(ExitCode.Fine, minted.ExitCode);
        Assert.Matches("^[A-Za-z0-9._=+/-]+\n$", minted.Output);
        Assert.Equal(ExitCode.Fine, inspected.ExitCode);
    }

    [Fact]
    public async Task What_it_was_made_with_is_told_on_standard_error()
    {
        var minted = await _service.MintAsync("jwt", "--subject", "user-1", "--environment", "Staging");

        var fingerprint = SecretFingerprint.Of(_service.SecretOf("JWT_SECRET_KEY"));
        Assert.Contains(
            $"""jwt for "user-1", signed with env:JWT_SECRET_KEY (source 2 of 'jwt', {fingerprint}) in Staging""",
            minted.Error,
            StringComparison.Ordinal
        );
        Assert.Matches("expires [0-9TZ:-]+ \\(in 10 min\\)", minted.Error);
    }

    [Fact]
    public async Task Machines_get_one_document()
    {
        var minted = await _service.MintAsync("jwt", "--subject", "user-1", "--expires-in", "2h", "--json");

        var json = minted.Json;
        Assert.Equal("", minted.Error);
        Assert.Equal("env:JWT_SECRET_KEY", json.GetProperty("source").GetString());
        Assert.Equal(7200, json.GetProperty("expires_in").GetInt64());
        var inspected = await _service.InspectAsync(json.GetProperty("token").GetString()!);
        Assert.Equal(ExitCode.Fine, inspected.ExitCode);
    }

    [Theory]
    [InlineData("plan=pro", "\"pro\"")]
    [InlineData("seats=5", "5")]
    [InlineData("seats=\"5\"", "\"5\"")]
    [InlineData("trial=true", "true")]
    [InlineData("end=null", "null")]
    [InlineData("groups=[\"a\",\"b\"]", "[\"a\",\"b\"]")]
    [InlineData("note=a=b", "\"a=b\"")]
    [InlineData("empty=", "\"\"")]
    [InlineData("version=1.2.3", "\"1.2.3\"")]
    public async Task A_claim_that_is_json_is_that_json_and_all_else_is_text(string claim, string expected)
    {
        var token = await _service.TokenAsync("jwt", "--subject", "user-1", "--claim", claim);

        Assert.Equal(expected, PayloadOf(token).GetProperty(claim.Split('=')[0]).GetRawText());
    }

    [Fact]
    public async Task Roles_and_tenant_stand_in_the_claims_that_the_service_reads()
    {
        _service.Tool.Write(
            "mapped.json",
            """{ "WsAuth": { "Jwt": { "RoleClaim": "groups", "TenantClaim": "org" } } }"""
        );

        var token = await _service.TokenAsync([
            "jwt",
            "--subject",
            "u",
            "--role",
            "admin",
            "--role",
            "editor",
            "--tenant",
            "t-1",
            "--config",
            _service.Tool.PathOf("mapped.json"),
        ]);

        var payload = PayloadOf(token);
        Assert.Equal("""["admin","editor"]""", payload.GetProperty("groups").GetRawText());
        Assert.Equal("t-1", payload.GetProperty("org").GetString());
    }

    [Theory]
    [InlineData("--claim", "sub=other")]
    [InlineData("--claim", "plan")]
    [InlineData("--claim", "a=1", "--claim", "a=2")]
    [InlineData("--expires-in", "10")]
    [InlineData("--expires-in", "99999d")]
    [InlineData("--kid", "k1")]
    [InlineData("--issuer-entry", "idp")]
    public async Task What_cannot_be_meant_is_wrong_usage_and_nothing_is_minted(params string[] arguments)
    {
        var minted = await _service.MintAsync(["jwt", "--subject", "u", .. arguments]);

        Assert.Equal((ExitCode.Usage, ""), (minted.ExitCode, minted.Output));
    }

    [Fact]
    public async Task Without_a_secret_the_resolution_is_shown_and_nothing_is_minted()
    {
        _service.Tool.Variables.Remove("JWT_SECRET_KEY");

        var minted = await _service.MintAsync("jwt", "--subject", "u", "--environment", "Staging");

        Assert.Equal((ExitCode.Unreadable, ""), (minted.ExitCode, minted.Output));
        Assert.Contains("env:JWT_SECRET_STAGING", minted.Error, StringComparison.Ordinal);
        Assert.Contains("absent", minted.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_development_default_is_made_to_mint_with()
    {
        using var tool = new ToolHarness { MayShowSecrets = true };
        tool.Variables["HOME"] = tool.Folder;
        tool.Variables["LOCALAPPDATA"] = tool.Folder;

        var minted = await tool.RunAsync("token", "mint", "jwt", "--subject", "u", "--environment", "Development");

        Assert.Equal((ExitCode.Unreadable, ""), (minted.ExitCode, minted.Output));
        Assert.Contains("is not made yet: start the service once", minted.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(tool.Folder));
    }

    [Fact]
    public async Task A_ticket_of_an_ephemeral_key_cannot_be_minted_elsewhere()
    {
        var file = _service.Tool.Write("builtin.json", "{}");

        var minted = await _service.MintAsync("ticket", "--subject", "u", "--path", "/ws", "--config", file);

        Assert.Equal((ExitCode.Unreadable, ""), (minted.ExitCode, minted.Output));
        Assert.Contains("each process makes a key of its own", minted.Error, StringComparison.Ordinal);
        Assert.Contains("ticket endpoint", minted.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_opens_its_path_and_no_other()
    {
        var ticket = await _service.TokenAsync("ticket", "--subject", "u", "--path", "/ws");

        Assert.Equal(ExitCode.Fine, (await _service.InspectAsync(ticket, "--path", "/ws")).ExitCode);
        var elsewhere = await _service.InspectAsync(ticket, "--path", "/other", "--json");
        Assert.Equal("ticket_other_path", elsewhere.Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_private_key_signs_as_its_issuer()
    {
        HostileServiceFiles.Write(_service.Tool);
        var key = HostileContext.KeyOf("ES256");
        var file = _service.Tool.Write("key.pem", key.PrivatePem);

        var token = await _service.TokenAsync([
            "jwt",
            "--subject",
            "u",
            "--issuer-entry",
            "ES256",
            "--key-file",
            file,
            "--kid",
            "k-ES256",
        ]);

        var inspected = await _service.InspectAsync(token);
        Assert.Equal(ExitCode.Fine, inspected.ExitCode);
        Assert.Contains("verified with the issuer's public key ES256 jkt:", inspected.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_key_signs_nothing()
    {
        HostileServiceFiles.Write(_service.Tool);
        var file = _service.Tool.Write("key.pem", HostileContext.KeyOf("RS256").PublicPem);

        var minted = await _service.MintAsync(["jwt", "--subject", "u", "--issuer-entry", "RS256", "--key-file", file]);

        Assert.Equal((ExitCode.Unreadable, ""), (minted.ExitCode, minted.Output));
        Assert.Contains("no private key", minted.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _service.Dispose();

    private static JsonElement PayloadOf(string token)
    {
        var segment = token.Split('.')[1];
        return JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(segment)).RootElement;
    }
}
