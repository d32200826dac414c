using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;
using static WsAuth.Tool.Tests.Doctor.ExaminedHost;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>Calls that have no credential, or send none: that is no fault of the client.</summary>
public sealed class NothingToSendTests : IDisposable
{
    private readonly ToolHarness _tool = Examined.Tool();

    [Fact]
    public async Task A_call_without_a_configuration_is_not_blamed_on_the_client()
    {
        var (host, _) = await StartAsync();
        await using var started = host;

        var outcome = await _tool.ExamineAsync(host.WebSocket("/ws"));

        Assert.Equal(ExitCode.AuthenticationRefused, outcome.ExitCode);
        Assert.StartsWith(
            "The endpoint wants a credential, and this call had none to send: Nothing can be minted here: ",
            outcome.Verdict(),
            StringComparison.Ordinal
        );
        Assert.Contains("--env-file", outcome.Verdict("change"), StringComparison.Ordinal);
        Assert.StartsWith("this call of wsauth doctor", outcome.Verdict("place"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strangers_refusal_says_so_too()
    {
        await using var server = new ScriptedServer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");

        var outcome = await _tool.ExamineAsync(server.Url());

        Assert.Contains(
            "This call had none: Nothing can be minted here: ",
            outcome.Verdict(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_configuration_that_was_named_and_cannot_be_read_is_unreadable()
    {
        _tool.Write("bad.json", "{");

        var outcome = await _tool.RunAsync("doctor", "ws://127.0.0.1:1/ws", "--config", "bad.json");

        Assert.Equal((ExitCode.Unreadable, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("bad.json", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_never_left_this_machine_is_not_said_to_be_sent()
    {
        _tool.Variables[Variable] = TestSecrets.Hex();

        var outcome = await _tool.RunAsync("doctor", "ws://127.0.0.1:1/ws");

        Assert.Equal(ExitCode.ConnectFailed, outcome.ExitCode);
        Assert.Contains("not sent, for no connection came about: a JWT", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Made: 1 handshake, 0 credentials sent.", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_is_what_a_certificate_kept_back()
    {
        using var certificate = SelfSigned();
        await using var host = await StartAsync(
            new TestVariables { [Variable] = TestSecrets.Hex() },
            certificate: certificate
        );
        _tool.Variables[Variable] = TestSecrets.Hex();

        var outcome = await _tool.RunAsync(
            "doctor",
            new UriBuilder(host.Address) { Scheme = "wss", Path = "/ws" }.Uri.ToString()
        );

        Assert.Equal(ExitCode.TlsFailed, outcome.ExitCode);
        Assert.Contains(", 0 credentials sent.", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("- sent: ", outcome.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();
}
