using System.Net;
using System.Net.Sockets;
using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using Xunit;
using static WsAuth.Client.Tests.Diagnosis.DiagnosisExpectations;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>What goes wrong before any HTTP answer.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task A_name_that_does_not_resolve()
    {
        var diagnosis = await DiagnoseAsync(new Uri("ws://no-such-host.invalid/ws"));

        Assert.Equal((false, HandshakePhase.Connect), (diagnosis.Succeeded, diagnosis.Phase));
        Assert.Matches(
            "^The name no-such-host.invalid (does not resolve.$|could not be looked up: )",
            diagnosis.Verdict
        );
        Assert.Equal(StepOutcome.Failed, diagnosis.Step("name resolution"));
        Assert.Equal(StepOutcome.Skipped, diagnosis.Step("TCP"));
    }

    [Fact]
    public async Task A_port_where_nothing_listens()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var diagnosis = await DiagnoseAsync(new Uri($"ws://127.0.0.1:{port}/ws"));

        diagnosis.Fails(HandshakePhase.Connect, $"Nothing listens at 127.0.0.1 port {port}.");
        Assert.Equal(StepOutcome.Failed, diagnosis.Step("TCP"));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n", "an SSH server")]
    [InlineData("220 mail.example ESMTP\r\n", "a mail or FTP server")]
    [InlineData("-ERR unknown command\r\n", "a Redis server")]
    [InlineData("\0\0\u0012\u0004\0\0\0\0\0", "an HTTP/2 server, which takes no HTTP/1.1 on this port")]
    [InlineData("hello\n", "its first words are \"hello\\u000a\"")]
    public async Task A_port_that_speaks_something_else(string greeting, string seen)
    {
        await using var server = new ScriptedServer(greeting);
        var url = server.Url();

        var diagnosis = await DiagnoseAsync(url);

        diagnosis.Fails(
            HandshakePhase.Connect,
            $"What answers at 127.0.0.1 port {url.Port} is no HTTP server: {seen}."
        );
    }

    [Fact]
    public async Task A_server_that_closes_without_an_answer()
    {
        await using var server = new ScriptedServer("");

        (await DiagnoseAsync(server.Url())).Fails(
            HandshakePhase.ProtocolNegotiation,
            "The server took the request and closed the connection without an answer."
        );
    }

    [Fact]
    public async Task A_connection_that_is_reset()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var resetting = ResetAsync(listener);
        var diagnosing = DiagnoseAsync(new Uri($"ws://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/ws"));

        (await diagnosing).Fails(HandshakePhase.ProtocolNegotiation, "The connection was reset before an answer came.");
        listener.Stop();
        await resetting;
    }

    [Theory]
    [InlineData("", "no byte came in time")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nServer: x\r\n", "the answer's head did not come to its end in time")]
    public async Task A_server_that_does_not_answer_in_time(string beginning, string seen)
    {
        var clock = new ManualTimeProvider();
        var asked = new TaskCompletionSource();
        await using var server = new ScriptedServer(
            async (_, stream) =>
            {
                await ScriptedServer.WriteAsync(stream, beginning);
                asked.TrySetResult();
                await stream.CopyToAsync(Stream.Null);
            }
        );

        var diagnosing = DiagnoseAsync(server.Url(), options => options.Clock = clock);
        await asked.Task;
        Assert.False(diagnosing.IsCompleted);
        // The beginning may still be on its way; the limit holds for the whole answer.
        while (!diagnosing.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(diagnosing, Task.Delay(20));
        }

        var diagnosis = await diagnosing;
        diagnosis.Fails(HandshakePhase.ProtocolNegotiation, "The server took the request and did not answer in time.");
        Assert.Contains(diagnosis.Evidence, line => line == $"seen: {seen}" || beginning.Length > 0);
    }

    [Fact]
    public async Task A_head_that_is_larger_than_the_limit()
    {
        await using var server = new ScriptedServer(
            $"HTTP/1.1 401 Unauthorized\r\n{string.Concat(Enumerable.Repeat("X-Filler: 0123456789\r\n", 4000))}\r\n"
        );

        (await DiagnoseAsync(server.Url())).Fails(
            HandshakePhase.ProtocolNegotiation,
            "The answer is no proper HTTP: its head is larger than 32 KiB."
        );
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\r\n")]
    [InlineData("HTTP/1.1 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nno header\r\n\r\n")]
    public async Task A_hand_written_answer_that_is_none(string answer)
    {
        await using var server = new ScriptedServer(answer);

        var diagnosis = await DiagnoseAsync(server.Url());

        Assert.Equal(HandshakePhase.ProtocolNegotiation, diagnosis.Phase);
        Assert.StartsWith(
            "The answer is no proper HTTP: its head begins with \"HTTP/1.1 ",
            diagnosis.Verdict,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_callers_cancellation_is_no_result()
    {
        using var stopping = new CancellationTokenSource();
        await using var server = new ScriptedServer(async (_, _) => await stopping.CancelAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            HandshakeDiagnosis.RunAsync(server.Url(), cancellationToken: new CancellationToken(true))
        );
    }

    [Theory]
    [InlineData("ftp://example.test/ws")]
    [InlineData("/ws")]
    public async Task A_url_of_something_else_is_an_error(string url) =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            HandshakeDiagnosis.RunAsync(new Uri(url, UriKind.RelativeOrAbsolute))
        );

    [Theory]
    [InlineData("X-A", "one\r\nX-B: two")]
    [InlineData("X A", "one")]
    [InlineData("Sec-WebSocket-Key", "mine")]
    [InlineData("Upgrade", "h2c")]
    public async Task A_header_that_would_break_the_request_is_an_error(string name, string value) =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            HandshakeDiagnosis.RunAsync(new Uri("ws://127.0.0.1/"), options => options.Headers[name] = value)
        );

    private static async Task ResetAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptSocketAsync();
                // The TLS probe comes after the handshake, and is reset like it.
                await client.ReceiveAsync(new byte[16]);
                client.LingerState = new LingerOption(true, 0);
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
        catch (ObjectDisposedException)
        {
            // Stopped.
        }
    }
}
