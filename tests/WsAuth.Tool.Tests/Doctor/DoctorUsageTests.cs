using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Doctor;

public sealed class DoctorUsageTests : IDisposable
{
    private const string Url = "ws://127.0.0.1:1/ws";

    private readonly ToolHarness _tool = Examined.Tool();

    [Theory]
    [InlineData("no-url", "absolute")]
    [InlineData("host.example/ws", "with its scheme in front: wss://")]
    [InlineData(Url, "with its scheme in front: https://", "--origin", "evil.example")]
    [InlineData("ftp://host.example/ws", "ws:// or wss://")]
    [InlineData(Url, "carries a credential", "--header", "Authorization: Basic x")]
    [InlineData(Url, "carries a credential", "--header", "cookie: a=b")]
    [InlineData(Url, "sets that one itself", "--header", "Sec-WebSocket-Key: x")]
    [InlineData(Url, "Name: value", "--header", "nothing")]
    [InlineData(Url, "did you mean 'header'?", "--location", "headr")]
    [InlineData(Url, "names a query parameter", "--location", "query:a=b")]
    [InlineData(Url, "--kind is jwt, edge, shared-secret, ticket, none", "--kind", "saml")]
    [InlineData(Url, "process lists", "--credential", "word")]
    [InlineData(Url, "process lists", "--credential=word")]
    [InlineData(Url, "--ticket-url", "--kind", "ticket")]
    [InlineData(Url, "sends nothing", "--kind", "none", "--credential", "-")]
    [InlineData(Url, "number of seconds", "--timeout", "-1")]
    [InlineData(Url, "path that begins with '/'", "--diagnostics", "ws-auth")]
    [InlineData(Url, "name=value", "--claim", "role")]
    public async Task Wrong_usage_does_nothing_and_says_what_is_right(string url, string hint, params string[] more)
    {
        var outcome = await _tool.RunAsync(["doctor", url, .. more]);

        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(hint, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_of_the_operators_token_that_is_not_set_is_unreadable()
    {
        var outcome = await _tool.RunAsync("doctor", Url, "--operator-token-from-env", "OPS");

        Assert.Equal((ExitCode.Unreadable, ""), (outcome.ExitCode, outcome.Output));
    }

    [Theory]
    [InlineData(null, null, "✗")]
    [InlineData("xterm", "de_DE.UTF-8", "✗")]
    [InlineData("dumb", null, "X")]
    [InlineData(null, "C", "X")]
    [InlineData(null, "de_DE.ISO-8859-1", "X")]
    public async Task Signs_are_ascii_where_nothing_else_is_shown(string? terminal, string? locale, string sign)
    {
        if (terminal is not null)
        {
            _tool.Variables["TERM"] = terminal;
        }

        if (locale is not null)
        {
            _tool.Variables["LANG"] = locale;
        }

        var outcome = await _tool.RunAsync("doctor", Url, "--kind", "none", "--quick");

        Assert.Equal(ExitCode.ConnectFailed, outcome.ExitCode);
        Assert.Contains($"\n  {sign} TCP ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\nVerdict: Nothing listens at 127.0.0.1 port 1.\nChange:  ",
            outcome.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("\nWhere:   the network: ", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("Exit code 10.\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_names_every_step_and_every_member()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Programs.RepositoryRoot, "docs", "tool-doctor.md"));

        var outcome = await _tool.RunAsync("doctor", Url, "--kind", "none", "--quick", "--json");

        Assert.All(
            outcome.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("name").GetString()),
            name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal)
        );
        Assert.All(
            outcome.Json.EnumerateObject().Select(member => member.Name),
            name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal)
        );
    }

    public void Dispose() => _tool.Dispose();
}
