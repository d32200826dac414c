using System.Net;
using System.Net.Sockets;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;
using static WsAuth.Tool.Tests.Doctor.ExaminedHost;

namespace WsAuth.Tool.Tests.Doctor;

/// <summary>Names, ports, TLS and HTTP/2.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly ToolHarness _tool = Examined.Tool();

    [Fact]
    public async Task A_port_without_a_listener()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var outcome = await _tool.ExamineAsync(new Uri($"ws://127.0.0.1:{port}/ws"));

        outcome.Ends(ExitCode.ConnectFailed, $"Nothing listens at 127.0.0.1 port {port}.", "network");
        Assert.Equal(("failed", "not_run"), (outcome.OutcomeOf("tcp"), outcome.OutcomeOf("handshake")));
    }

    [Fact]
    public async Task A_name_that_nobody_has()
    {
        var outcome = await _tool.ExamineAsync(new Uri("wss://no-such-host.invalid/ws"));

        Assert.Equal((ExitCode.ConnectFailed, "failed"), (outcome.ExitCode, outcome.OutcomeOf("name_resolution")));
        Assert.Equal("network", outcome.Verdict("side"));
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_ends_it_unless_it_is_asked_to_go_on()
    {
        var secret = TestSecrets.Hex();
        await using var host = await StartAsync(new TestVariables { [Variable] = secret }, certificate: SelfSigned());
        _tool.Variables[Variable] = secret;
        var url = new Uri($"wss://localhost:{host.Address.Port}/ws");

        var refused = await _tool.ExamineAsync(url);
        var accepted = await _tool.ExamineAsync(url, "--insecure");

        Assert.Equal((ExitCode.TlsFailed, "failed"), (refused.ExitCode, refused.OutcomeOf("tls")));
        Assert.Contains("self-signed", refused.Verdict(), StringComparison.Ordinal);
        Assert.Equal((ExitCode.Fine, "warned"), (accepted.ExitCode, accepted.OutcomeOf("tls")));
        Assert.Contains("ACCEPTED ALL THE SAME", accepted.SeenOf("tls"), StringComparison.Ordinal);
        Assert.Contains("is not checked", accepted.Error, StringComparison.Ordinal);
        Assert.Equal("passed", accepted.OutcomeOf("http2"));
        Assert.Contains("extended CONNECT opens", accepted.SeenOf("http2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_that_takes_no_connect_fails_over_http2_alone()
    {
        var secret = TestSecrets.Hex();
        await using var host = await StartAsync(new TestVariables { [Variable] = secret }, certificate: SelfSigned());
        _tool.Variables[Variable] = secret;

        var outcome = await _tool.ExamineAsync(new Uri($"wss://localhost:{host.Address.Port}/get"), "--insecure");

        Assert.Equal((ExitCode.Fine, "failed"), (outcome.ExitCode, outcome.OutcomeOf("http2")));
        Assert.Contains(
            "Over HTTP/2, as browsers connect here, it is refused.",
            outcome.Verdict(),
            StringComparison.Ordinal
        );
        Assert.Contains("MapGet", outcome.Verdict("change"), StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();
}
