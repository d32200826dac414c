using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>Answers of strangers that look like another cause than they have.</summary>
public sealed class ForeignVerdictTests : IDisposable
{
    private const string Empty = "Content-Length: 0\r\n\r\n";

    private readonly ToolHarness _tool = Examined.Tool();

    public ForeignVerdictTests() => _tool.Variables[ExaminedHost.Variable] = TestSecrets.Hex();

    [Theory]
    [InlineData("500 Internal Server Error", "nginx itself failed (500)")]
    [InlineData("503 Service Temporarily Unavailable", "limit_req, limit_conn")]
    public async Task A_gateways_own_page_is_the_gateways(string status, string cause)
    {
        var page = $"<html><head><title>{status}</title></head><center>nginx</center></html>";
        await using var server = new ScriptedServer(
            $"HTTP/1.1 {status}\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: {page.Length}\r\n\r\n{page}"
        );

        var outcome = await _tool.ExamineAsync(server.Url());

        Assert.Contains(cause, outcome.Verdict(), StringComparison.Ordinal);
        Assert.Equal(("proxy", "likely"), (outcome.Verdict("side"), outcome.Verdict("confidence")));
    }

    [Fact]
    public async Task A_bare_text_sent_as_html_through_nginx_is_the_applications()
    {
        await using var server = new ScriptedServer(
            "HTTP/1.1 403 Forbidden\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\nForbidden"
        );

        var outcome = await _tool.ExamineAsync(server.Url());

        Assert.StartsWith("The application behind nginx refuses", outcome.Verdict(), StringComparison.Ordinal);
        Assert.Equal("server", outcome.Verdict("side"));
    }

    [Theory]
    [InlineData("no such word", true)]
    [InlineData("anything", false)]
    public async Task A_place_is_the_cause_only_where_a_word_in_it_does_not_open_as_well(string opens, bool isPlace)
    {
        await using var server = new ScriptedServer(
            async (head, stream) =>
            {
                var isOpen =
                    head.Contains("access_token=", StringComparison.Ordinal)
                    && (opens == "anything" || !head.Contains("access_token=none", StringComparison.Ordinal));
                if (!isOpen)
                {
                    await ScriptedServer.WriteAsync(stream, $"HTTP/1.1 401 No\r\n{Empty}");
                    return;
                }

                await ScriptedServer.UpgradeAsync(head, stream);
                await ScriptedServer.PongAsync(stream);
            }
        );

        var outcome = await _tool.ExamineAsync(server.Url());

        Assert.Equal(ExitCode.AuthenticationRefused, outcome.ExitCode);
        Assert.Equal(
            isPlace,
            outcome.Verdict().Contains("query parameter access_token opens", StringComparison.Ordinal)
        );
        Assert.Equal(isPlace, outcome.Verdict("change").StartsWith("Send it in the query", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_too_many_requests_no_more_are_made()
    {
        await using var server = new ScriptedServer($"HTTP/1.1 429 Too Many Requests\r\n{Empty}");

        var outcome = await _tool.ExamineAsync(server.Url());

        Assert.Single(outcome.Json.GetProperty("handshakes").EnumerateArray());
    }

    [Fact]
    public async Task A_limit_that_the_examination_reaches_itself_tells_nothing_of_a_place()
    {
        var asked = 0;
        await using var server = new ScriptedServer(
            (_, stream) =>
                ScriptedServer.WriteAsync(
                    stream,
                    Interlocked.Increment(ref asked) > 3 ? $"HTTP/1.1 503 No\r\n{Empty}" : $"HTTP/1.1 401 No\r\n{Empty}"
                )
        );

        var outcome = await _tool.ExamineAsync(server.Url());

        Assert.Contains("a limit on attempts", outcome.SeenOf("location_sub_protocol"), StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Evidence(), line => line.EndsWith(": 503", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tls_port_behind_nginx_is_the_urls_scheme()
    {
        const string page = "<center>The plain HTTP request was sent to HTTPS port</center><center>nginx</center>";
        await using var server = new ScriptedServer(
            $"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: {page.Length}\r\n\r\n{page}"
        );

        var outcome = await _tool.ExamineAsync(server.Url());

        Assert.Equal(
            (ExitCode.TlsFailed, "the URL's scheme or port", "certain"),
            (outcome.ExitCode, outcome.Verdict("place"), outcome.Verdict("confidence"))
        );
    }

    [Fact]
    public async Task An_answer_that_names_nobody_is_not_by_unknown()
    {
        await using var server = new ScriptedServer($"HTTP/1.1 418 Teapot\r\n{Empty}");

        var outcome = await _tool.RunAsync("doctor", server.Url().ToString(), "--settle", "0", "--timeout", "60");

        Assert.Contains(
            "Answer:  whose it is, is unknown: the answer names nobody\n",
            outcome.Output,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => _tool.Dispose();
}
