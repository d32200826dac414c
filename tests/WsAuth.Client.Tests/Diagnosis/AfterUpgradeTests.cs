using System.Text;
using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using Xunit;
using static WsAuth.Client.Tests.Diagnosis.DiagnosisExpectations;
using static WsAuth.Testing.ScriptedServer;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>What becomes of a socket that is open.</summary>
public sealed class AfterUpgradeTests
{
    [Theory]
    [InlineData(4401, "token_expired", "token_expired", "The token has expired.")]
    [InlineData(4401, "credential_invalid", "credential_invalid", "The credential is not valid here.")]
    [InlineData(
        4401,
        "who are you",
        null,
        "The server accepted the socket and closed it as unauthenticated (4401 \"who are you\")."
    )]
    [InlineData(3000, "", null, "The server accepted the socket and closed it as unauthenticated (3000).")]
    [InlineData(4403, "", null, "The server accepted the socket and closed it as forbidden (4403).")]
    [InlineData(
        4408,
        "Connection initialisation timeout",
        null,
        "The server accepted the socket and waited in vain for a first message (4408 \"Connection initialisation timeout\")."
    )]
    [InlineData(
        1008,
        "",
        null,
        "The server accepted the socket and closed it by a policy of its own (1008): mostly a missing or refused credential."
    )]
    [InlineData(1011, "", null, "The server accepted the socket and closed it for a fault of its own (1011).")]
    [InlineData(
        1011,
        "jwt malformed",
        null,
        "The server accepted the socket and closed it over the credential (1011 \"jwt malformed\")."
    )]
    [InlineData(1000, "bye", null, "The server accepted the socket and closed it at once (1000 \"bye\").")]
    public async Task A_socket_that_is_accepted_and_closed(int code, string text, string? reason, string verdict)
    {
        await using var server = Upgrading(stream => CloseAsync(stream, code, text));

        var diagnosis = await DiagnoseAsync(server.Url());

        diagnosis.Fails(HandshakePhase.AfterUpgrade, verdict);
        Assert.Equal((code, reason), (diagnosis.CloseCode, diagnosis.Reason));
        Assert.Equal(StepOutcome.Failed, diagnosis.Step("first ping"));
    }

    [Fact]
    public async Task A_close_after_the_first_pong_is_waited_for()
    {
        await using var server = Upgrading(async stream =>
        {
            var payload = await ReadFrameAsync(stream);
            await stream.WriteAsync((byte[])[0x8A, (byte)payload.Length, .. payload]);
            await CloseAsync(stream, 4401, "token_expired");
        });

        var diagnosis = await DiagnoseAsync(server.Url(), options => options.SettleTime = TimeSpan.FromMinutes(1));

        Assert.Equal((false, "token_expired"), (diagnosis.Succeeded, diagnosis.Reason));
    }

    [Fact]
    public async Task How_long_an_open_socket_was_watched_is_told()
    {
        await using var server = Upgrading(PongAsync);

        var diagnosis = await DiagnoseAsync(
            server.Url(),
            options => options.SettleTime = TimeSpan.FromMilliseconds(20)
        );

        Assert.Equal(
            "answered; then watched for 0.02 s (SettleTime), and it stayed open",
            Assert.Single(diagnosis.Steps, step => step.Name == "first ping").Seen
        );
    }

    [Theory]
    [InlineData("\u00c1\u0001x")]
    [InlineData("\u008a\u0080\0\0\0\0")]
    [InlineData("\u0083\u0000")]
    [InlineData("\u0082\u007f\u0000\u0000\u0001\u0000\u0000\u0000\u0000\u0000")]
    [InlineData("\u0082\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    public async Task Bytes_that_are_no_frames_of_a_server(string bytes)
    {
        await using var server = Upgrading(stream => WriteAsync(stream, bytes));

        (await DiagnoseAsync(server.Url())).Fails(
            HandshakePhase.AfterUpgrade,
            "The connection was upgraded, and what came then are no WebSocket frames."
        );
    }

    [Fact]
    public async Task A_connection_that_breaks_off()
    {
        await using var server = Upgrading(_ => Task.CompletedTask);

        (await DiagnoseAsync(server.Url())).Fails(
            HandshakePhase.AfterUpgrade,
            "The server accepted the socket, and the connection broke off without a close frame."
        );
    }

    [Fact]
    public async Task A_connection_that_breaks_off_after_its_ping_tells_how_long_it_was_silent()
    {
        await using var server = Upgrading(async stream =>
        {
            var payload = await ReadFrameAsync(stream);
            await stream.WriteAsync((byte[])[0x8A, (byte)payload.Length, .. payload]);
        });

        var diagnosis = await DiagnoseAsync(server.Url(), options => options.SettleTime = TimeSpan.FromMinutes(1));

        Assert.StartsWith("The socket opened and answered its ping; ", diagnosis.Verdict, StringComparison.Ordinal);
        Assert.Contains("proxy_read_timeout", diagnosis.Fix, StringComparison.Ordinal);
        Assert.Equal(StepOutcome.Failed, diagnosis.Step("first ping"));
    }

    [Fact]
    public async Task A_ping_that_is_not_answered_is_a_warning()
    {
        var clock = new ManualTimeProvider();
        var heard = new TaskCompletionSource();
        await using var server = Upgrading(async stream =>
        {
            await ReadFrameAsync(stream);
            heard.TrySetResult();
            await stream.CopyToAsync(Stream.Null);
        });

        var diagnosing = DiagnoseAsync(server.Url(), options => options.Clock = clock);
        await heard.Task;
        clock.Advance(TimeSpan.FromMinutes(1));
        var diagnosis = await diagnosing;

        Assert.Equal(
            (true, "The handshake succeeded; the first ping was not answered."),
            (diagnosis.Succeeded, diagnosis.Verdict)
        );
        Assert.Equal(StepOutcome.Warned, diagnosis.Step("first ping"));
    }

    [Fact]
    public async Task Messages_and_pings_of_the_server_are_passed_over_and_answered()
    {
        byte[]? pong = null;
        await using var server = Upgrading(async stream =>
        {
            await stream.WriteAsync((byte[])[0x81, 2, (byte)'h', (byte)'i', 0x89, 1, (byte)'p']);
            var ping = await ReadFrameAsync(stream);
            pong = await ReadFrameAsync(stream);
            await stream.WriteAsync((byte[])[0x8A, (byte)ping.Length, .. ping]);
            await stream.CopyToAsync(Stream.Null);
        });

        var diagnosis = await DiagnoseAsync(server.Url());

        Assert.True(diagnosis.Succeeded, diagnosis.ToString());
        Assert.Equal("p", Encoding.ASCII.GetString(pong!));
    }
}
