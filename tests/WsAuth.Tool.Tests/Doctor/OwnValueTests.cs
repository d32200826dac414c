using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;
using static WsAuth.Tool.Tests.Doctor.ExaminedHost;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>Causes that are in sight on this side, while the server tells a class alone.</summary>
public sealed class OwnValueTests : IAsyncLifetime
{
    private const string Edge = "/edge/ws?edge_agent_id=edge_1";

    private readonly ToolHarness _tool = Examined.Tool();
    private readonly string _secret = TestSecrets.Hex();
    private KestrelHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await StartAsync(new TestVariables { [Variable] = TestSecrets.Hex(), ["EDGE_SECRET"] = _secret });

    [Fact]
    public async Task Quotes_in_the_file_are_the_files_to_mend_and_no_codes()
    {
        _tool.Write(".env", $"EDGE_SECRET='\"{_secret}\"'\n");

        var outcome = await _tool.ExamineAsync(_host.WebSocket(Edge), "--kind", "shared-secret", "--env-file", ".env");

        Assert.Equal(ExitCode.AuthenticationRefused, outcome.ExitCode);
        Assert.StartsWith(
            "The secret is sent as it is read here, and what is read is damaged: ",
            outcome.Verdict(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ("client", "env:EDGE_SECRET (.env)", "likely"),
            (outcome.Verdict("side"), outcome.Verdict("place"), outcome.Verdict("confidence"))
        );
    }

    [Fact]
    public async Task A_carriage_return_of_the_shell_is_named_before_anything_is_sent()
    {
        _tool.Variables["EDGE_SECRET"] = _secret + "\r";

        var outcome = await _tool.ExamineAsync(_host.WebSocket(Edge), "--kind", "shared-secret");

        Assert.Equal(ExitCode.Unreadable, outcome.ExitCode);
        Assert.Contains("carriage return", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_agents_of_one_call_are_the_likely_cause()
    {
        _tool.Variables["EDGE_SECRET"] = _secret;

        var outcome = await _tool.ExamineAsync(_host.WebSocket(Edge), "--kind", "edge", "--agent", "edge_2");

        Assert.Equal(ExitCode.AuthenticationRefused, outcome.ExitCode);
        Assert.Contains("this call names two agents", outcome.Verdict(), StringComparison.Ordinal);
        Assert.Equal(("client", "likely"), (outcome.Verdict("side"), outcome.Verdict("confidence")));
    }

    [Fact]
    public async Task A_shared_secret_is_named_so_and_nobody_looks_for_claims_in_it()
    {
        _tool.Variables["EDGE_SECRET"] = TestSecrets.Hex();

        var outcome = await _tool.ExamineAsync(_host.WebSocket(Edge), "--kind", "shared-secret");

        Assert.DoesNotContain("audience", outcome.Verdict("change"), StringComparison.Ordinal);
        Assert.Contains("wsauth secret compare --name edge", outcome.Verdict("change"), StringComparison.Ordinal);
        Assert.Contains(
            "the shared secret in the Authorization header",
            string.Join('\n', outcome.Evidence()),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "the shared secret as it is read here, environment",
            outcome.SeenOf("credential"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_credential_that_was_given_beside_a_configuration_is_handed_to_inspect()
    {
        _tool.Write(".env", $"{Variable}={TestSecrets.Hex()}\n");

        var outcome = await _tool.RunWithInputAsync(
            LeakWatch.Protect("opaque-" + TestSecrets.Hex()),
            "doctor",
            _host.WebSocket(Edge).ToString(),
            "--json",
            "--settle",
            "0",
            "--credential",
            "-",
            "--env-file",
            ".env"
        );

        Assert.Contains("wsauth token inspect - --env-file .env", outcome.Verdict("change"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_of_no_kind_that_is_taken_is_not_told_to_move()
    {
        var text = LeakWatch.Protect(Guid.NewGuid().ToString());

        var outcome = await _tool.RunWithInputAsync(
            text,
            "doctor",
            _host.WebSocket("/ws").ToString(),
            "--json",
            "--settle",
            "0",
            "--credential",
            "-",
            "--location",
            "query:session_token"
        );

        Assert.Equal(
            ("credential_misplaced", "client"),
            (outcome.Json.GetProperty("reason").GetString(), outcome.Verdict("side"))
        );
        Assert.StartsWith(
            "This endpoint takes no such credential, wherever it stands",
            outcome.Verdict(),
            StringComparison.Ordinal
        );
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _tool.Dispose();
    }
}
