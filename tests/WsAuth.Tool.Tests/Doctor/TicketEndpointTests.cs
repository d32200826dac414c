using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>What answers where a ticket is asked for: the credential is not to blame for a wrong path, a login or a gateway.</summary>
public sealed class TicketEndpointTests : IDisposable
{
    private readonly ToolHarness _tool = Examined.Tool();

    public TicketEndpointTests() => _tool.Variables[ExaminedHost.Variable] = TestSecrets.Hex();

    [Theory]
    [InlineData("404 Not Found", "", "nothing is at ", "client", ExitCode.NegotiationFailed)]
    [InlineData(
        "302 Found",
        "Location: /login?next=x\r\n",
        "the POST is sent to a login",
        "server",
        ExitCode.NegotiationFailed
    )]
    [InlineData(
        "301 Moved",
        "Location: /v2/tickets\r\n",
        "the POST is redirected to ",
        "client",
        ExitCode.NegotiationFailed
    )]
    [InlineData(
        "405 No",
        "Allow: GET\r\n",
        "takes GET, and tickets are fetched by POST",
        "client",
        ExitCode.NegotiationFailed
    )]
    [InlineData(
        "502 Bad Gateway",
        "Server: nginx\r\n",
        "a gateway answered 502 (nginx)",
        "server",
        ExitCode.NegotiationFailed
    )]
    [InlineData("500 No", "", "the server failed (500)", "server", ExitCode.NegotiationFailed)]
    [InlineData(
        "403 Forbidden",
        "Content-Type: text/html\r\n",
        "with a page as gateways have one",
        "unknown",
        ExitCode.AuthenticationRefused
    )]
    [InlineData(
        "200 OK",
        "Content-Type: text/html\r\n",
        "with a page of a website",
        "client",
        ExitCode.NegotiationFailed
    )]
    [InlineData(
        "401 No",
        "X-WsAuth-Reason: credential_missing\r\n",
        "a hop on the way drops it",
        "proxy",
        ExitCode.AuthenticationRefused
    )]
    internal async Task Who_answered_is_judged_by_its_answer(
        string status,
        string headers,
        string cause,
        string side,
        ExitCode exitCode
    )
    {
        await using var server = new ScriptedServer($"HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\n\r\n");

        var outcome = await AskAsync(server.Url());

        Assert.Equal((exitCode, side), (outcome.ExitCode, outcome.Verdict("side")));
        Assert.Contains(cause, outcome.Verdict(), StringComparison.Ordinal);
        Assert.Equal(
            int.Parse(status[..3], System.Globalization.CultureInfo.InvariantCulture),
            outcome.Json.GetProperty("status").GetInt32()
        );
        Assert.NotEmpty(outcome.Evidence());
    }

    [Fact]
    public async Task An_endpoint_that_nobody_listens_at_is_told_as_that()
    {
        var outcome = await AskAsync(new Uri("ws://127.0.0.1:1/ws"));

        Assert.Equal((ExitCode.ConnectFailed, "network"), (outcome.ExitCode, outcome.Verdict("side")));
        Assert.Contains("no connection to 127.0.0.1 port 1 comes about", outcome.Verdict(), StringComparison.Ordinal);
        Assert.Contains(outcome.Evidence(), line => line.EndsWith(": no answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_secret_is_named_with_the_attempt_and_this_sides_fingerprint()
    {
        var (host, _) = await ExaminedHost.StartAsync();
        await using var started = host;

        var outcome = await AskAsync(host.WebSocket("/ws"));

        Assert.Equal((ExitCode.AuthenticationRefused, "likely"), (outcome.ExitCode, outcome.Verdict("confidence")));
        Assert.Contains("hold different secrets 'jwt'; here it is fp:", outcome.Verdict(), StringComparison.Ordinal);
        Assert.Equal(401, outcome.Json.GetProperty("status").GetInt32());
        Assert.Contains(
            outcome.Evidence(),
            line =>
                line.StartsWith($"attempt {outcome.Json.GetProperty("attempt").GetString()}", StringComparison.Ordinal)
        );
    }

    public void Dispose() => _tool.Dispose();

    private Task<ToolOutcome> AskAsync(Uri url) =>
        _tool.ExamineAsync(url, "--kind", "ticket", "--ticket-url", "/auth/ws-ticket");
}
