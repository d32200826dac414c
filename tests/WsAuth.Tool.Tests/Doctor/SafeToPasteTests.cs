using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>Whatever a server answers, no piece of what was sent is printed; what is printed is looked at by the leak watch too.</summary>
public sealed class SafeToPasteTests : IDisposable
{
    private readonly ToolHarness _tool = Examined.Tool();

    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: {1}\r\n\r\n{0}")]
    [InlineData("HTTP/1.1 403 {0}\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(
        "HTTP/1.1 401 No\r\nServer: {0}\r\nWWW-Authenticate: Bearer error=\"{0}\"\r\nContent-Length: 0\r\n\r\n"
    )]
    [InlineData("HTTP/1.1 401 No\r\nX-WsAuth-Reason: {0}\r\nX-WsAuth-Attempt: {0}\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 401 No\r\nX-Powered-By: {0}\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /login/{0}\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("{0}\r\n\r\n")]
    public async Task A_server_that_echoes_the_credential_is_not_repeated(string answer)
    {
        var token = Token();
        await using var server = new ScriptedServer(string.Format(null, answer, token, token.Length));

        foreach (
            var form in (string[][])
                [
                    ["--json"],
                    [],
                ]
        )
        {
            var outcome = await _tool.RunWithInputAsync(
                token,
                ["doctor", server.Url().ToString(), "--settle", "0", "--timeout", "60", "--credential", "-", .. form]
            );

            Assert.NotEqual(ExitCode.Defect, outcome.ExitCode);
            Assert.False(LeakWatch.Holds(outcome.Output + outcome.Error), "a piece of the credential is printed");
            Assert.NotEmpty(outcome.Output);
        }
    }

    [Fact]
    public async Task Values_of_the_query_are_left_out_of_everything()
    {
        await using var server = new ScriptedServer(
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 20\r\n\r\nno room swordfish-77"
        );

        var outcome = await _tool.ExamineAsync(server.Url("/ws?room=swordfish-77"));

        Assert.DoesNotContain("swordfish", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("/ws?room=…", outcome.Json.GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operators_token_goes_to_the_diagnostics_alone()
    {
        // It looks like nothing that is withheld by its look.
        var token = LeakWatch.Protect("letmein-please-ops");
        _tool.Variables["OPS"] = token;
        await using var server = new ScriptedServer(
            $"HTTP/1.1 401 No\r\nX-WsAuth-Reason: credential_missing\r\nContent-Type: application/json\r\nContent-Length: {token.Length + 13}\r\n\r\n{{\"detail\":\"{token}\"}}"
        );

        var outcome = await _tool.ExamineAsync(
            server.Url(),
            "--kind",
            "none",
            "--operator-token-from-env",
            "OPS",
            "--diagnostics",
            "/diag"
        );

        Assert.False(LeakWatch.Holds(outcome.Output + outcome.Error));
        Assert.All(
            server.Requests,
            head =>
                Assert.Equal(
                    head.StartsWith("GET /diag/", StringComparison.Ordinal),
                    head.Contains(token, StringComparison.Ordinal)
                )
        );
        Assert.Contains(server.Requests, head => head.StartsWith("GET /diag/attempts/", StringComparison.Ordinal));
    }

    public void Dispose() => _tool.Dispose();

    private static string Token() =>
        LeakWatch.ProtectToken(
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSIsIm4iOiJ" + TestSecrets.Hex(8) + "In0." + TestSecrets.Hex()
        );
}
