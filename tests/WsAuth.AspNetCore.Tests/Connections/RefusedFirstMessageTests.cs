using System.Net.WebSockets;
using System.Text;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.FirstMessageService;

namespace WsAuth.AspNetCore.Tests.Connections;

/// <summary>A first message that is none, forged, too long or too late closes the socket, with its own reason as text and one record.</summary>
public sealed class RefusedFirstMessageTests
{
    private readonly FirstMessageService _service = new();

    [Theory]
    [InlineData("not json", 4400, "credential_malformed")]
    [InlineData("[]", 4400, "credential_malformed")]
    [InlineData("\"auth\"", 4400, "credential_malformed")]
    [InlineData("", 4400, "credential_malformed")]
    [InlineData("""{"action":"auth","token":"undefined"}""", 4400, "credential_malformed")]
    [InlineData("""{"action":"auth","token":""}""", 4400, "credential_malformed")]
    [InlineData("""{"action":"auth","token":null}""", 4400, "credential_malformed")]
    [InlineData("""{"action":"auth","token":7}""", 4400, "credential_malformed")]
    [InlineData("""{"action":"auth","token":"a","token":"b"}""", 4400, "credential_malformed")]
    [InlineData("""{"action":"auth","action":"auth","token":"a"}""", 4400, "credential_malformed")]
    [InlineData("""{"action":"auth","token":"\ud800"}""", 4400, "credential_malformed")]
    [InlineData("""{"action":"auth","token":"a"}{}""", 4400, "credential_malformed")]
    [InlineData("""{"action":"auth","token":"a"}""", 4401, "credential_kind_refused")]
    [InlineData("""{"action":"auth","token":"a","ticket":"b"}""", 4400, "credential_conflict")]
    [InlineData("""{"action":"auth"}""", 4401, "credential_missing")]
    [InlineData("""{"action":"AUTH","token":"a"}""", 4401, "credential_missing")]
    [InlineData("""{"type":"ping"}""", 4401, "credential_missing")]
    public async Task Anything_else_closes_the_socket_for_its_own_reason(string message, int code, string reason)
    {
        await using var host = await _service.StartAsync();
        using var socket = await host.ConnectAsync("/first");

        await SendAsync(socket, message);

        await AssertClosedAsync(host, socket, code, reason);
    }

    [Fact]
    public async Task A_forged_token_and_a_ticket_that_is_none_are_told_by_their_class()
    {
        await using var host = await _service.StartAsync();
        using var forged = await host.ConnectAsync("/first");
        await SendAsync(forged, Auth(host.MintJwt()[..^4] + "AAAA"));
        await AssertClosedAsync(host, forged, 4401, "credential_invalid");

        using var ticket = await host.ConnectAsync("/first");
        await SendAsync(ticket, $$"""{"action":"auth","ticket":"{{host.MintJwt()}}"}""");
        Assert.Equal("credential_kind_refused", await ClosedAsync(ticket));
    }

    [Fact]
    public async Task Up_to_4096_bytes_are_read()
    {
        await using var host = await _service.StartAsync();
        var token = host.MintJwt();
        using var full = await host.ConnectAsync("/first");
        using var over = await host.ConnectAsync("/first");

        Assert.Equal("""{"action":"auth_ok"}""", await full.AskAsync(Auth(token).PadRight(4096)));
        await SendAsync(over, Auth(token).PadRight(4097));

        Assert.Equal("credential_too_large", await ClosedAsync(over));
        Assert.Equal(4400, (int)over.CloseStatus!);
    }

    [Fact]
    public async Task Binary_is_no_first_message()
    {
        await using var host = await _service.StartAsync();
        using var socket = await host.ConnectAsync("/first");

        await socket.SendAsync(
            Encoding.UTF8.GetBytes(Auth(host.MintJwt())),
            WebSocketMessageType.Binary,
            true,
            default
        );

        await AssertClosedAsync(host, socket, 4400, "credential_malformed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_whole_message_within_ten_seconds_is_a_timeout(bool isBegun)
    {
        await using var host = await _service.StartAsync();
        using var socket = await host.ConnectAsync("/first");
        if (isBegun)
        {
            await SendAsync(socket, """{"action":""", isLast: false);
        }

        _service.Clock.AdvanceWhenWaitedFor(TimeSpan.FromSeconds(10));

        Assert.Equal("authentication_timeout", await ClosedAsync(socket));
        Assert.Equal(4408, (int)socket.CloseStatus!);
        Assert.Contains("within 10 s", Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
        Assert.IsType<HandshakeRefusedException>(await _service.Thrown);
    }

    // Recorded once, before the client hears of it, and the handler learns it by the one exception.
    private async Task AssertClosedAsync(KestrelHost host, WebSocket socket, int code, string reason)
    {
        Assert.Equal(reason, await ClosedAsync(socket));
        Assert.Equal(code, (int)socket.CloseStatus!);
        Assert.Contains("handshake refused", Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
        var thrown = Assert.IsType<HandshakeRefusedException>(await _service.Thrown);
        Assert.Contains(thrown.AttemptId, host.Logs.Handshakes[0].Message, StringComparison.Ordinal);
        LeakWatch.Observe(thrown.ToString());
    }
}
