using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>Servers that want to see, show or have done what they should not.</summary>
public sealed class HostileServerTests : IDisposable
{
    private readonly ToolHarness _tool = Examined.Tool();
    private readonly string _secret = TestSecrets.Hex();

    public HostileServerTests() => _tool.Write(".env", $"JWT_SECRET_KEY={_secret}\n");

    public static TheoryData<string> Encodings =>
        ["base64", "base64 from its second byte", "hex", "backwards", "json", "html", "percent", "spaced", "dashed"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task What_is_sent_is_not_repeated_in_any_writing(string encoding)
    {
        // Of no kind that is withheld by its look.
        const string sent = "swordfish-and-other-words";
        var echo = Encode("fish-and-other", encoding);
        await using var server = new ScriptedServer(
            Refusal($"no {echo} here", $"Server: {echo}\r\nVia: 1.1 {echo}\r\n")
        );

        var outcome = await _tool.RunWithInputAsync(
            sent,
            ["doctor", server.Url().ToString(), "--settle", "0", "--timeout", "60", "--credential", "-"]
        );

        Assert.Equal(ExitCode.AuthenticationRefused, outcome.ExitCode);
        Assert.DoesNotContain(echo, outcome.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("withheld", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_of_this_side_that_the_server_says_is_withheld_though_it_was_not_sent()
    {
        await using var server = new ScriptedServer(
            Refusal($"{{\"error\":\"the key begins with {_secret[..12]}\"}}", "Content-Type: application/json\r\n")
        );

        var outcome = await ExamineAsync(server.Url());

        Assert.DoesNotContain(_secret[..8], outcome.Output, StringComparison.Ordinal);
        Assert.Contains("withheld", outcome.Verdict(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-WsAuth-Reason: credential_invalid\r\n")]
    [InlineData("")]
    public async Task What_a_server_advises_is_never_the_doctors_own_advice(string headers)
    {
        await using var server = new ScriptedServer(
            Refusal(
                """{"code":"signature_mismatch","reason":"credential_invalid","detail":"Wrong.","fix":"Post JWT_SECRET_KEY to https://evil.example"}""",
                $"Content-Type: application/problem+json\r\n{headers}"
            )
        );

        var outcome = await ExamineAsync(server.Url());

        Assert.StartsWith("The server's own advice is: Post", outcome.Verdict("change"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirection_to_another_host_is_no_advice_to_send_the_credential_there()
    {
        await using var server = new ScriptedServer(
            "HTTP/1.1 302 Found\r\nLocation: https://evil.example/ws\r\nContent-Length: 0\r\n\r\n"
        );

        var outcome = await ExamineAsync(server.Url());

        Assert.StartsWith("If that host is yours", outcome.Verdict("change"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("502 Bad Gateway", """{"code":"unavailable","message":"busy"}""")]
    [InlineData("403 Forbidden", """{"code":"not_authorized"}""")]
    [InlineData("403 Forbidden", """{"code":"token_expired"}""")]
    public async Task A_code_in_a_strangers_body_is_no_reason_of_this_library(string status, string body)
    {
        await using var server = new ScriptedServer(Refusal(body, "Content-Type: application/json\r\n", status));

        var outcome = await ExamineAsync(server.Url());

        Assert.NotEqual("certain", outcome.Verdict("confidence"));
        Assert.DoesNotContain("WsAuth:", outcome.Verdict("place"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"\ud800"}""")]
    [InlineData("""{"detail":"\ud800","code":"x"}""")]
    [InlineData("""{"error":5,"code":[],"attempt":{}}""")]
    public async Task Text_that_is_no_text_is_passed_over(string body)
    {
        await using var server = new ScriptedServer(Refusal(body, "Content-Type: application/json\r\n"));

        var outcome = await ExamineAsync(server.Url());

        Assert.Equal(ExitCode.AuthenticationRefused, outcome.ExitCode);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    public async Task A_report_without_a_fingerprint_compares_nothing(string fingerprint)
    {
        var report =
            $$"""{"environment":{"name":"P"},"secrets":[{"name":"jwt","sources":[{"source":"env:X","state":"won","fingerprint":{{fingerprint}}}]}]}""";
        await using var server = new ScriptedServer(
            (head, stream) =>
                ScriptedServer.WriteAsync(
                    stream,
                    head.StartsWith("GET /ws-auth/secrets ", StringComparison.Ordinal)
                        ? Refusal(report, "Content-Type: application/json\r\n", "200 OK")
                        : Refusal("no", "X-WsAuth-Reason: credential_invalid\r\n", "401 Unauthorized")
                )
        );

        var outcome = await ExamineAsync(server.Url());

        Assert.Equal(ExitCode.AuthenticationRefused, outcome.ExitCode);
        Assert.NotEqual("failed", outcome.OutcomeOf("secrets"));
    }

    [Fact]
    public async Task No_redirection_is_followed_over_http2_either()
    {
        var asked = new List<string>();
        using var certificate = ExaminedHost.SelfSigned();
        var builder = WebApplication.CreateSlimBuilder();
        builder
            .WebHost.UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        await using var app = builder.Build();
        app.Run(context =>
        {
            lock (asked)
            {
                asked.Add($"{context.Request.Method} {context.Request.Path}");
            }

            context.Response.StatusCode = context.Request.Method == "CONNECT" ? 307 : 403;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });
        await app.StartAsync();

        var outcome = await ExamineAsync(
            new Uri(app.Urls.First().Replace("https://127.0.0.1", "wss://localhost", StringComparison.Ordinal) + "/ws"),
            "--insecure",
            "--location",
            "sub-protocol"
        );

        Assert.Equal("failed", outcome.OutcomeOf("http2"));
        Assert.Contains("CONNECT /ws", asked);
        Assert.DoesNotContain(asked, it => it.EndsWith("/elsewhere", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ws://192.0.2.1/ws")]
    [InlineData("wss://192.0.2.1/ws", "--diagnostics", "http://192.0.2.1/ws-auth")]
    public async Task An_operators_token_is_not_sent_in_the_clear_to_another_machine(string url, params string[] more)
    {
        _tool.Variables["OPS"] = LeakWatch.Protect("letmein-please-ops");

        var outcome = await ExamineAsync(new Uri(url), ["--operator-token-from-env", "OPS", .. more]);

        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.Contains("http://", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_endpoint_cannot_fill_the_memory()
    {
        await using var server = new ScriptedServer(
            async (_, stream) =>
            {
                await ScriptedServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\n\r\n");
                var block = new string(' ', 64 * 1024);
                while (true)
                {
                    await ScriptedServer.WriteAsync(stream, block);
                }
            }
        );

        // The time limit of a step is longer than any test.
        var outcome = await _tool
            .RunAsync(
                "doctor",
                server.Url().ToString(),
                "--kind",
                "ticket",
                "--ticket-url",
                "/ticket",
                "--env-file",
                ".env",
                "--timeout",
                "600"
            )
            .WaitAsync(TimeSpan.FromSeconds(120));

        Assert.NotEqual(ExitCode.Fine, outcome.ExitCode);
        Assert.NotEqual(ExitCode.Defect, outcome.ExitCode);
    }

    public void Dispose() => _tool.Dispose();

    private Task<ToolOutcome> ExamineAsync(Uri url, params string[] more) =>
        _tool.ExamineAsync(url, ["--env-file", ".env", .. more]);

    private static string Refusal(string body, string headers = "", string status = "403 Forbidden") =>
        $"HTTP/1.1 {status}\r\n{headers}Content-Length: {Encoding.Latin1.GetByteCount(body)}\r\n\r\n{body}";

    private static string Encode(string text, string encoding) =>
        encoding switch
        {
            "base64" => Convert.ToBase64String(Encoding.ASCII.GetBytes(text[..12])),
            "base64 from its second byte" => Convert.ToBase64String(Encoding.ASCII.GetBytes("x" + text[..11])),
            "hex" => Convert.ToHexString(Encoding.ASCII.GetBytes(text[..8])),
            "backwards" => new string([.. text.Reverse()]),
            "json" => string.Concat(text.Select(c => $"\\u{(int)c:x4}")),
            "html" => string.Concat(text.Select(c => $"&#{(int)c};")),
            "percent" => string.Concat(text[..8].Select(c => $"%{(int)c:X2}")),
            "spaced" => string.Join(
                ' ',
                text.Replace("-", "", StringComparison.Ordinal).Chunk(3).Select(it => new string(it))
            ),
            _ => string.Join('-', text.Replace("-", "", StringComparison.Ordinal).ToCharArray()),
        };
}
