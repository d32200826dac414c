using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>Servers and hops without this library: who seems to have answered, and how sure that is.</summary>
public sealed class ForeignServerTests : IDisposable
{
    private readonly ToolHarness _tool = Examined.Tool();

    public ForeignServerTests() => _tool.Variables[ExaminedHost.Variable] = TestSecrets.Hex();

    public static TheoryData<string, string, string, string, ExitCodeOf, string> Answers =>
        new()
        {
            {
                "401 Unauthorized",
                "Content-Type: text/html\r\n",
                "Unauthorized",
                "Node's ws",
                ExitCodeOf.Authentication,
                "unknown"
            },
            {
                "403 Forbidden",
                "Server: uvicorn\r\n",
                "",
                "an ASGI server (uvicorn)",
                ExitCodeOf.Authentication,
                "server"
            },
            {
                "403 Forbidden",
                "Server: Python/3.11 websockets/12.0\r\n",
                "",
                "Python's websockets",
                ExitCodeOf.Authentication,
                "server"
            },
            {
                "502 Bad Gateway",
                "Server: nginx\r\nContent-Type: text/html\r\n",
                "<html><title>502 Bad Gateway</title><center>nginx</center></html>",
                "nginx",
                ExitCodeOf.Negotiation,
                "server"
            },
            {
                "403 Forbidden",
                "Server: cloudflare\r\nCF-Ray: 1-ABC\r\n",
                "",
                "Cloudflare, or the application behind it",
                ExitCodeOf.Authentication,
                "proxy"
            },
            {
                "400 Bad Request",
                "",
                "{\"code\":0,\"message\":\"Transport unknown\"}",
                "Socket.IO (engine.io)",
                ExitCodeOf.Negotiation,
                "unknown"
            },
            { "400 Bad Request", "", "Connection ID required", "a SignalR hub", ExitCodeOf.Negotiation, "unknown" },
            {
                "404 Not Found",
                "X-Powered-By: Express\r\nContent-Type: text/html\r\n",
                "<pre>Cannot GET /ws</pre>",
                "Express, which has no such route",
                ExitCodeOf.Negotiation,
                "client"
            },
            {
                "404 Not Found",
                "",
                "404 page not found\n",
                "a Go service, or Traefik",
                ExitCodeOf.Negotiation,
                "client"
            },
            { "418 I'm a teapot", "", "", "unknown", ExitCodeOf.Negotiation, "unknown" },
        };

    /// <summary>A code in words, for the test's name.</summary>
    public enum ExitCodeOf
    {
        Authentication = ExitCode.AuthenticationRefused,
        Negotiation = ExitCode.NegotiationFailed,
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Who_answered_is_told_by_what_the_answer_looks_like(
        string status,
        string headers,
        string body,
        string name,
        ExitCodeOf exitCode,
        string side
    )
    {
        await using var server = new ScriptedServer(
            $"HTTP/1.1 {status}\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}"
        );

        var outcome = await _tool.ExamineAsync(server.Url());

        Assert.Equal((ExitCode)exitCode, outcome.ExitCode);
        Assert.Equal(name, outcome.Json.GetProperty("answered_by").GetProperty("name").GetString());
        Assert.Equal(side, outcome.Verdict("side"));
        Assert.NotEqual("certain", outcome.Verdict("confidence"));
        Assert.Contains(
            outcome.Json.GetProperty("unknown").EnumerateArray(),
            line => line.GetString()!.Contains("its log at this time tells", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_answer_that_differs_without_the_credential_says_that_it_is_read()
    {
        await using var server = new ScriptedServer(
            (head, stream) =>
                ScriptedServer.WriteAsync(
                    stream,
                    head.Contains("Authorization:", StringComparison.Ordinal)
                        ? "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
                        : "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
                )
        );

        var outcome = await _tool.ExamineAsync(server.Url());

        Assert.Contains("without a credential the answer is another one (401): this one is read", outcome.Evidence());
    }

    [Fact]
    public async Task Words_of_the_application_are_the_verdict_and_this_sides_secret_is_named()
    {
        await using var server = new ScriptedServer(
            "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/html\r\nContent-Length: 17\r\n\r\ninvalid signature"
        );

        var outcome = await _tool.ExamineAsync(server.Url());

        Assert.Equal("The server says why: \"invalid signature\".", outcome.Verdict());
        Assert.EndsWith($"from env:{ExaminedHost.Variable}", outcome.Verdict("place"), StringComparison.Ordinal);
        Assert.Equal("Node's ws", outcome.Json.GetProperty("answered_by").GetProperty("name").GetString());
        Assert.Equal("guess", outcome.Json.GetProperty("answered_by").GetProperty("confidence").GetString());
    }

    [Fact]
    public async Task No_credential_at_all_is_the_clients_to_mend()
    {
        await using var server = new ScriptedServer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");

        var outcome = await _tool.ExamineAsync(server.Url(), "--kind", "none");

        outcome.Ends(ExitCode.AuthenticationRefused, "The server wants a credential, and none was sent.", "client");
    }

    [Fact]
    public async Task A_socket_that_is_closed_at_once_ends_with_its_own_code()
    {
        await using var server = ScriptedServer.Upgrading(stream =>
            ScriptedServer.CloseAsync(stream, 1008, "invalid token")
        );

        var outcome = await _tool.ExamineAsync(server.Url());

        Assert.Equal((ExitCode.ClosedAfterUpgrade, "failed"), (outcome.ExitCode, outcome.OutcomeOf("first_ping")));
        Assert.Equal(1008, outcome.Json.GetProperty("close_code").GetInt32());
        Assert.Equal("server", outcome.Verdict("side"));
    }

    [Fact]
    public async Task A_ping_that_nobody_answers_is_no_success()
    {
        await using var server = ScriptedServer.Upgrading(stream => stream.CopyToAsync(Stream.Null));

        var outcome = await _tool.RunAsync(
            "doctor",
            server.Url().ToString(),
            "--json",
            "--quick",
            "--settle",
            "0",
            "--timeout",
            "2"
        );

        outcome.Ends(ExitCode.ClosedAfterUpgrade, "The socket opened, and the first ping was not answered.", "unknown");
        Assert.Equal("warned", outcome.OutcomeOf("first_ping"));
    }

    public void Dispose() => _tool.Dispose();
}
