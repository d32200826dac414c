using WsAuth.Client;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;
using static WsAuth.Tool.Tests.Doctor.ExaminedHost;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>What the doctor sends, and how often.</summary>
public sealed class CredentialTests : IDisposable
{
    private readonly ToolHarness _tool = Examined.Tool();

    [Fact]
    public async Task A_given_credential_is_sent_as_it_is_and_never_in_a_url_unasked()
    {
        var (host, _) = await StartAsync();
        await using var started = host;
        using var minter = TokenMinter.For(host.Services);
        var token = LeakWatch.ProtectToken(minter.Jwt("u1").DangerousGetText());

        var outcome = await GiveAsync(token + "\n", host.WebSocket("/ws"));
        var asked = await GiveAsync(token, host.WebSocket("/ws"), "--location", "query");

        Assert.Equal((ExitCode.Fine, ExitCode.Fine), (outcome.ExitCode, asked.ExitCode));
        Assert.Equal("a JWT, from standard input", outcome.SeenOf("credential"));
        Assert.Contains("--location query tries it", outcome.SeenOf("location_query"), StringComparison.Ordinal);
        Assert.Equal(("not_run", "passed"), (outcome.OutcomeOf("location_query"), asked.OutcomeOf("location_query")));
    }

    [Theory]
    [InlineData("Authorization: Bearer §", "the header Authorization")]
    [InlineData("wss://chat.example/ws?access_token=§", "the query parameter access_token")]
    public async Task What_is_copied_around_a_credential_is_not_sent(string form, string place)
    {
        var (host, _) = await StartAsync();
        await using var started = host;
        using var minter = TokenMinter.For(host.Services);
        var token = LeakWatch.ProtectToken(minter.Jwt("u1").DangerousGetText());

        var outcome = await GiveAsync(form.Replace("§", token, StringComparison.Ordinal), host.WebSocket("/ws"));

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        Assert.Equal($"a JWT, from standard input, taken out of {place}", outcome.SeenOf("credential"));
    }

    [Fact]
    public async Task A_credential_in_a_parameter_of_the_clients_own_is_named_by_it()
    {
        var (host, _) = await StartAsync();
        await using var started = host;
        var session = "session_" + TestSecrets.Hex(8);

        var outcome = await GiveAsync(session, host.WebSocket("/ws"), "--location", "query:session_token");

        Assert.Equal(ExitCode.AuthenticationRefused, outcome.ExitCode);
        Assert.Equal("credential_misplaced", outcome.Json.GetProperty("reason").GetString());
        Assert.Equal("client", outcome.Verdict("side"));
        Assert.Contains("sent: a session id in the query parameter session_token", outcome.Evidence());
        Assert.Equal("failed", outcome.OutcomeOf("location_query"));
    }

    [Theory]
    [InlineData("undefined", "damaged")]
    [InlineData("\"quoted\"", "damaged")]
    public async Task A_damaged_credential_is_told_before_the_servers_answer(string text, string word)
    {
        var (host, _) = await StartAsync();
        await using var started = host;

        var outcome = await GiveAsync(text, host.WebSocket("/ws"));

        Assert.Equal((ExitCode.AuthenticationRefused, "failed"), (outcome.ExitCode, outcome.OutcomeOf("credential")));
        Assert.Contains(word, outcome.SeenOf("credential"), StringComparison.Ordinal);
        Assert.Equal("client", outcome.Verdict("side"));
    }

    [Theory]
    [InlineData("Bearer abc", "begins with the scheme")]
    [InlineData("abc\n\n", "cannot stand in a header")]
    public async Task What_cannot_be_sent_is_not_sent(string text, string word)
    {
        var outcome = await GiveAsync(text, new Uri("ws://127.0.0.1:1/ws"));

        Assert.Equal(ExitCode.Unreadable, outcome.ExitCode);
        Assert.Equal((int)ExitCode.Unreadable, outcome.Json.GetProperty("exit_code").GetInt32());
        Assert.Contains(word, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_is_fetched_for_the_handshake_and_few_are_spent()
    {
        var (host, secret) = await StartAsync();
        await using var _ = host;
        _tool.Variables[Variable] = secret;

        var outcome = await _tool.ExamineAsync(
            host.WebSocket("/ws"),
            "--kind",
            "ticket",
            "--ticket-url",
            "/auth/ws-ticket"
        );

        Assert.Equal((ExitCode.Fine, "passed"), (outcome.ExitCode, outcome.OutcomeOf("location_query")));
        Assert.Contains("fetched by POST", outcome.SeenOf("credential"), StringComparison.Ordinal);
        Assert.InRange(outcome.Json.GetProperty("handshakes").GetArrayLength(), 1, 2);
    }

    [Fact]
    public async Task A_ticket_that_is_not_issued_ends_it_with_the_endpoints_reason()
    {
        var (host, _) = await StartAsync();
        await using var started = host;
        _tool.Variables[Variable] = TestSecrets.Hex();

        var outcome = await _tool.ExamineAsync(host.WebSocket("/ws"), "--ticket-url", "/auth/ws-ticket");

        Assert.Equal((ExitCode.AuthenticationRefused, "failed"), (outcome.ExitCode, outcome.OutcomeOf("credential")));
        Assert.StartsWith(
            "No ticket was issued, and so no handshake was made:",
            outcome.Verdict(),
            StringComparison.Ordinal
        );
        Assert.Contains(outcome.Evidence(), line => line.EndsWith("401 credential_invalid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_edge_tokens_agent_comes_from_the_url()
    {
        var edge = TestSecrets.Hex();
        await using var host = await StartAsync(
            new TestVariables { [Variable] = TestSecrets.Hex(), ["EDGE_SECRET"] = edge }
        );
        _tool.Variables["EDGE_SECRET"] = edge;

        var outcome = await _tool.ExamineAsync(host.WebSocket("/edge/ws?edge_agent_id=edge_1"), "--kind", "edge");
        var nameless = await _tool.ExamineAsync(host.WebSocket("/edge/ws"), "--kind", "edge");
        var named = await _tool.ExamineAsync(host.WebSocket("/edge/ws"), "--kind", "edge", "--agent", "edge_1");

        Assert.Equal((ExitCode.Fine, ExitCode.Fine), (outcome.ExitCode, named.ExitCode));
        Assert.Equal(ExitCode.Usage, nameless.ExitCode);
        Assert.Contains("--agent", nameless.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shared_secret_never_goes_into_a_url()
    {
        var edge = TestSecrets.Hex();
        await using var host = await StartAsync(
            new TestVariables { [Variable] = TestSecrets.Hex(), ["EDGE_SECRET"] = edge }
        );
        _tool.Variables["EDGE_SECRET"] = edge;

        var outcome = await _tool.ExamineAsync(
            host.WebSocket("/edge/ws?edge_agent_id=edge_1"),
            "--kind",
            "shared-secret"
        );

        Assert.Equal((ExitCode.Fine, "not_run"), (outcome.ExitCode, outcome.OutcomeOf("location_query")));
        Assert.Contains("would keep the secret", outcome.SeenOf("location_query"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_missing_here_is_no_handshake_where_a_kind_is_asked_for()
    {
        var (host, _) = await StartAsync();
        await using var started = host;

        var asked = await _tool.ExamineAsync(host.WebSocket("/ws"), "--kind", "jwt");
        var unasked = await _tool.ExamineAsync(host.WebSocket("/ws"));

        Assert.Equal(ExitCode.Unreadable, asked.ExitCode);
        Assert.Equal((int)ExitCode.Unreadable, asked.Json.GetProperty("exit_code").GetInt32());
        Assert.Contains("JWT_SECRET_PRODUCTION", asked.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.AuthenticationRefused, "warned"), (unasked.ExitCode, unasked.OutcomeOf("credential")));
        Assert.Equal("credential_missing", unasked.Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Quick_makes_one_handshake()
    {
        var (host, secret) = await StartAsync();
        await using var _ = host;
        _tool.Variables[Variable] = secret;

        var outcome = await _tool.ExamineAsync(host.WebSocket("/ws"), "--quick");

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        Assert.Single(outcome.Json.GetProperty("handshakes").EnumerateArray());
        Assert.Single(host.Logs.Handshakes);
    }

    public void Dispose() => _tool.Dispose();

    private Task<ToolOutcome> GiveAsync(string input, Uri url, params string[] arguments) =>
        _tool.RunWithInputAsync(
            input,
            ["doctor", url.ToString(), "--json", "--settle", "0", "--timeout", "60", "--credential", "-", .. arguments]
        );
}
