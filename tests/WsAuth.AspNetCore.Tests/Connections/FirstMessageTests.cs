using System.Net;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.FirstMessageService;

namespace WsAuth.AspNetCore.Tests.Connections;

/// <summary>The credential in the first message: the handler's accept call returns a socket whose caller is known, or throws.</summary>
public sealed class FirstMessageTests
{
    private readonly FirstMessageService _service = new();

    [Fact]
    public async Task A_token_in_the_first_message_is_answered_and_the_handler_knows_the_caller()
    {
        await using var host = await _service.StartAsync();

        using var socket = await host.ConnectAsync("/first");

        Assert.Equal("""{"action":"auth_ok"}""", await socket.AskAsync(Auth(host.MintJwt("u7"))));
        Assert.Equal("u7 u7", await socket.AskAsync("who"));
        Assert.Contains(
            "accepted: \"u7\" at /first",
            Assert.Single(host.Logs.Handshakes).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("location first message", host.Logs.Handshakes[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_in_pieces_and_with_other_members_is_one()
    {
        await using var host = await _service.StartAsync();
        using var socket = await host.ConnectAsync("/first");
        var message = $$$"""{ "x": [{}], "token":"{{{host.MintJwt()}}}", "action":"auth" }""";

        await SendAsync(socket, message[..9], isLast: false);
        await SendAsync(socket, "", isLast: false);
        await SendAsync(socket, message[9..]);

        Assert.Equal("""{"action":"auth_ok"}""", await socket.HearAsync());
    }

    [Fact]
    public async Task A_credential_in_another_place_is_taken_at_once_and_nothing_is_confirmed()
    {
        await using var host = await _service.StartAsync();

        using var socket = await host.ConnectAsync("/first", host.MintJwt("u8"));

        Assert.Equal("u8 u8", await socket.AskAsync("who"));
        Assert.Equal("credential_malformed", (await host.ConnectInVainAsync("/first", "undefined")).Reason);
    }

    [Fact]
    public async Task More_waiting_sockets_than_allowed_are_refused_until_one_is_through()
    {
        await using var host = await _service.StartAsync(("WsAuth:FirstMessage:MaximumWaiting", "1"));
        using var waiting = await host.ConnectAsync("/first");

        var refusal = await host.ConnectInVainAsync("/first");
        Assert.Equal((HttpStatusCode.TooManyRequests, "too_many_connections"), (refusal.Status, refusal.Reason));

        Assert.Equal("""{"action":"auth_ok"}""", await waiting.AskAsync(Auth(host.MintJwt())));
        using var next = await host.ConnectAsync("/first");
        Assert.Equal("""{"action":"auth_ok"}""", await next.AskAsync(Auth(host.MintJwt())));
    }

    [Fact]
    public async Task Until_then_the_handler_has_no_caller_and_plain_HTTP_is_refused()
    {
        await using var host = await _service.StartAsync();
        using var socket = await host.ConnectAsync("/early");

        Assert.Equal("""{"action":"auth_ok"}""", await socket.AskAsync(Auth(host.MintJwt())));
        Assert.Equal("nobody", await socket.HearAsync());
        using var answer = await host.Http("/early").GetAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Elsewhere_a_handshake_without_a_credential_is_refused_before_the_accept()
    {
        await using var host = await _service.StartAsync();

        Assert.Equal("credential_missing", (await host.ConnectInVainAsync("/strict")).Reason);
        Assert.Equal(
            "origin_refused",
            (
                await host.ConnectInVainAsync(
                    "/first",
                    null,
                    options => options.SetRequestHeader("Origin", "https://evil.example")
                )
            ).Reason
        );
    }

    [Fact]
    public async Task The_endpoints_policies_are_asked_inside_the_accept_call_and_at_the_door()
    {
        await using var host = await _service.StartAsync();
        var operators = host.MintJwt("u1", content => content.Claims["role"] = "operator");
        foreach (var path in new[] { "/policy", "/group/policy", "/attribute" })
        {
            using var permitted = await host.ConnectAsync(path);
            Assert.Equal("""{"action":"auth_ok"}""", await permitted.AskAsync(Auth(operators)));

            using var refused = await host.ConnectAsync(path);
            await SendAsync(refused, Auth(host.MintJwt("u2")));
            Assert.Equal("not_authorized", await ClosedAsync(refused));
            Assert.Equal(4403, (int)refused.CloseStatus!);

            // With the token in the header there is nothing to wait for.
            using var byHeader = await host.ConnectAsync(path, operators);
            Assert.Equal("not_authorized", (await host.ConnectInVainAsync(path, host.MintJwt("u2"))).Reason);
        }
    }
}
