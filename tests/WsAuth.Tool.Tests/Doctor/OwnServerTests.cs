using WsAuth.Client;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;
using static WsAuth.Tool.Tests.Doctor.ExaminedHost;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>Services with this library: what they say themselves, and what the two sides' secrets show.</summary>
public sealed class OwnServerTests : IDisposable
{
    private readonly ToolHarness _tool = Examined.Tool();

    [Fact]
    public async Task A_connection_that_works_is_told_step_by_step_and_ends_with_zero()
    {
        var (host, secret) = await StartAsync();
        await using var _ = host;
        _tool.Variables[Variable] = secret;

        var outcome = await _tool.ExamineAsync(host.WebSocket("/ws"), "--protocol", "chat.v1");

        outcome.Ends(
            ExitCode.Fine,
            "The connection works: the socket opened with a JWT in the Authorization header, and the first ping was answered.",
            "nobody"
        );
        Assert.All(
            (string[])
                [
                    "credential",
                    "name_resolution",
                    "tcp",
                    "handshake",
                    "upgrade",
                    "clock",
                    "location_header",
                    "location_sub_protocol",
                    "location_query",
                    "sub_protocol",
                    "first_ping",
                    "secrets",
                ],
            step => Assert.True(outcome.OutcomeOf(step) is "passed" or "not_run", $"{step}: {outcome.SeenOf(step)}")
        );
        Assert.Equal("passed", outcome.OutcomeOf("location_query"));
        Assert.Equal("not_run", outcome.OutcomeOf("tls"));
        Assert.Contains(
            $"made with key {SecretFingerprint.Of(secret)} from env:{Variable}",
            outcome.SeenOf("credential"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Two_secrets_that_differ_are_named_with_both_sources_where_the_server_shows_its_own()
    {
        var (host, secret) = await StartAsync("Development");
        await using var _ = host;
        var own = TestSecrets.Hex();
        _tool.Variables["JWT_SECRET_STAGING"] = own;

        var outcome = await _tool.ExamineAsync(host.WebSocket("/ws"), "--environment", "Staging");

        Assert.Equal(ExitCode.AuthenticationRefused, outcome.ExitCode);
        Assert.StartsWith(
            $"The two sides hold different secrets 'jwt': {SecretFingerprint.Of(own)} from env:JWT_SECRET_STAGING here, {SecretFingerprint.Of(secret)} from env:{Variable} in the server's Development.",
            outcome.Verdict(),
            StringComparison.Ordinal
        );
        Assert.Equal(("both", "certain"), (outcome.Verdict("side"), outcome.Verdict("confidence")));
        Assert.Equal($"env:JWT_SECRET_STAGING here, env:{Variable} on the server", outcome.Verdict("place"));
        Assert.Equal("failed", outcome.OutcomeOf("secrets"));
        Assert.Equal("different", outcome.Json.GetProperty("secrets").GetProperty("verdict").GetString());
        Assert.Equal("key_unknown", outcome.Json.GetProperty("code").GetString());
        Assert.Single(host.Logs.Handshakes);
    }

    [Fact]
    public async Task A_value_that_the_server_has_in_a_lower_source_is_named_as_shadowed()
    {
        var own = TestSecrets.Hex();
        await using var host = await StartAsync(
            new TestVariables { ["JWT_SECRET_DEVELOPMENT"] = TestSecrets.Hex(), [Variable] = own },
            "Development"
        );
        _tool.Variables[Variable] = own;

        var outcome = await _tool.ExamineAsync(host.WebSocket("/ws"));

        Assert.Contains(
            $"The server has the value of this side in env:{Variable}, but env:JWT_SECRET_DEVELOPMENT comes before it.",
            outcome.Verdict(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            $"env:{Variable}",
            outcome.Json.GetProperty("secrets").GetProperty("server_has_own_value_in").GetString()
        );
    }

    [Fact]
    public async Task What_is_odd_about_this_sides_env_file_is_told_beside_the_difference()
    {
        var (host, secret) = await StartAsync("Development");
        await using var _ = host;
        _tool.Write(".env", $"{Variable}='{secret} '\n");

        var outcome = await _tool.ExamineAsync(host.WebSocket("/ws"), "--env-file", ".env");

        Assert.Equal((ExitCode.AuthenticationRefused, "warned"), (outcome.ExitCode, outcome.OutcomeOf("credential")));
        Assert.Contains(
            outcome.Evidence(),
            line =>
                line.StartsWith("this side: ", StringComparison.Ordinal)
                && line.Contains("white space", StringComparison.Ordinal)
        );
        Assert.StartsWith($"env:{Variable} (.env) here, ", outcome.Verdict("place"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_is_told_the_class_and_says_what_it_could_not_know()
    {
        var (host, _) = await StartAsync();
        await using var started = host;
        var own = TestSecrets.Hex();
        _tool.Variables[Variable] = own;

        var outcome = await _tool.ExamineAsync(host.WebSocket("/ws"));

        outcome.Ends(
            ExitCode.AuthenticationRefused,
            $"The credential is not valid here. Nine times in ten the two sides hold different secrets 'jwt'; here it is {SecretFingerprint.Of(own)} from env:{Variable}.",
            "unknown"
        );
        Assert.Equal(("likely", "failed"), (outcome.Verdict("confidence"), outcome.OutcomeOf("attempt")));
        Assert.Contains("wsauth token inspect -", outcome.Verdict("change"), StringComparison.Ordinal);
        Assert.Equal("credential_invalid", outcome.Json.GetProperty("reason").GetString());
        var attempt = outcome.Json.GetProperty("attempt").GetString()!;
        Assert.Contains(attempt, Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
        Assert.Contains(
            outcome.Json.GetProperty("unknown").EnumerateArray(),
            line => line.GetString()!.Contains("--operator-token-from-env", StringComparison.Ordinal)
        );
        Assert.Contains("not about the place", outcome.SeenOf("location_query"), StringComparison.Ordinal);
        Assert.EndsWith($"from env:{Variable}", outcome.Verdict("place"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_is_shown_the_whole_record_and_the_servers_secrets()
    {
        var (host, secret) = await StartAsync();
        await using var _ = host;
        using var minter = TokenMinter.For(host.Services);
        _tool.Variables[Variable] = TestSecrets.Hex();
        _tool.Variables["OPS"] = LeakWatch.ProtectToken(
            minter.Jwt("o", content => content.Claims["role"] = "ops").DangerousGetText()
        );

        var outcome = await _tool.ExamineAsync(host.WebSocket("/ws"), "--operator-token-from-env", "OPS");

        Assert.Equal("key_unknown", outcome.SeenOf("operator_record"));
        Assert.Contains("different", outcome.SeenOf("secrets"), StringComparison.Ordinal);
        Assert.Contains("the server's record: endpoint /ws", outcome.Evidence());
        Assert.Contains(SecretFingerprint.Of(secret), outcome.Verdict(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_claims_policy_is_named_as_the_servers()
    {
        var (host, secret) = await StartAsync();
        await using var _ = host;
        _tool.Variables[Variable] = secret;

        var refused = await _tool.ExamineAsync(host.WebSocket("/ops"));
        var accepted = await _tool.ExamineAsync(host.WebSocket("/ops"), "--claim", "role=ops");

        Assert.Equal("not_authorized", refused.Json.GetProperty("reason").GetString());
        Assert.Equal(("server", "certain"), (refused.Verdict("side"), refused.Verdict("confidence")));
        Assert.Equal(ExitCode.Fine, accepted.ExitCode);
    }

    [Fact]
    public async Task An_operator_is_told_what_the_server_finds_out_later()
    {
        _tool.Variables["OPS"] = LeakWatch.Protect("letmein-please-ops");
        var asked = 0;
        await using var server = new ScriptedServer(
            (head, stream) =>
            {
                var isRecord = head.StartsWith("GET /ws-auth/attempts/", StringComparison.Ordinal);
                asked += isRecord ? 1 : 0;
                var body = isRecord
                    ? $"{{\"code\":\"signature_mismatch\",\"reason\":\"credential_invalid\",\"explanation\":\"It does not match.{(asked > 1 ? " It is signed with another source." : "")}\"}}"
                    : "";
                return ScriptedServer.WriteAsync(
                    stream,
                    $"HTTP/1.1 {(isRecord ? "200 OK" : "401 No")}\r\nX-WsAuth-Reason: credential_invalid\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"
                );
            }
        );

        var outcome = await _tool.ExamineAsync(server.Url(), "--kind", "none", "--operator-token-from-env", "OPS");

        Assert.Equal("It does not match. It is signed with another source.", outcome.Verdict());
        Assert.Equal("signature_mismatch", outcome.SeenOf("operator_record"));
    }

    public void Dispose() => _tool.Dispose();
}
