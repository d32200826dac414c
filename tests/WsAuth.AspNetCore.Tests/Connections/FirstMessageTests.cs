using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections;

/// <summary>The credential in the first message: the handler's accept call returns a socket whose caller is known, or throws.</summary>
public sealed class FirstMessageTests
{
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };
    private readonly ManualTimeProvider _clock = new();
    private readonly TaskCompletionSource<Exception> _thrown = new();

    [Fact]
    public async Task A_token_in_the_first_message_is_answered_and_the_handler_knows_the_caller()
    {
        await using var host = await StartAsync();

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
        await using var host = await StartAsync();
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
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync("/first", host.MintJwt("u8"));

        Assert.Equal("u8 u8", await socket.AskAsync("who"));
        Assert.Equal("credential_malformed", (await host.ConnectInVainAsync("/first", "undefined")).Reason);
    }

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
        await using var host = await StartAsync();
        using var socket = await host.ConnectAsync("/first");

        await SendAsync(socket, message);

        await AssertClosedAsync(host, socket, code, reason);
    }

    [Fact]
    public async Task A_forged_token_and_a_ticket_that_is_none_are_told_by_their_class()
    {
        await using var host = await StartAsync();
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
        await using var host = await StartAsync();
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
        await using var host = await StartAsync();
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
        await using var host = await StartAsync();
        using var socket = await host.ConnectAsync("/first");
        if (isBegun)
        {
            await SendAsync(socket, """{"action":""", isLast: false);
        }

        var closing = ClosedAsync(socket);
        while (host.Logs.Handshakes.Count == 0)
        {
            // The server's timer may not be set yet; time that passed before that does not count.
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Run(Thread.Yield);
        }

        Assert.Equal("authentication_timeout", await closing);
        Assert.Equal(4408, (int)socket.CloseStatus!);
        Assert.Contains("within 10 s", Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
        Assert.IsType<HandshakeRefusedException>(await _thrown.Task);
    }

    [Fact]
    public async Task More_waiting_sockets_than_allowed_are_refused_until_one_is_through()
    {
        await using var host = await StartAsync(("WsAuth:FirstMessage:MaximumWaiting", "1"));
        using var waiting = await host.ConnectAsync("/first");

        var refusal = await host.ConnectInVainAsync("/first");
        Assert.Equal((HttpStatusCode.TooManyRequests, "too_many_connections"), (refusal.Status, refusal.Reason));

        Assert.Equal("""{"action":"auth_ok"}""", await waiting.AskAsync(Auth(host.MintJwt())));
        using var next = await host.ConnectAsync("/first");
        Assert.Equal("""{"action":"auth_ok"}""", await next.AskAsync(Auth(host.MintJwt())));
    }

    [Fact]
    public async Task The_endpoints_policies_are_asked_inside_the_accept_call_and_at_the_door()
    {
        await using var host = await StartAsync();
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

    [Fact]
    public async Task Until_then_the_handler_has_no_caller_and_plain_HTTP_is_refused()
    {
        await using var host = await StartAsync();
        using var socket = await host.ConnectAsync("/early");

        Assert.Equal("""{"action":"auth_ok"}""", await socket.AskAsync(Auth(host.MintJwt())));
        Assert.Equal("nobody", await socket.HearAsync());
        using var answer = await host.Http("/early").GetAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Elsewhere_a_handshake_without_a_credential_is_refused_before_the_accept()
    {
        await using var host = await StartAsync();

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

    private static string Auth(string token) => $$"""{"action":"auth","token":"{{token}}"}""";

    private static Task SendAsync(WebSocket socket, string text, bool isLast = true) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, isLast, default);

    private static async Task<string?> ClosedAsync(WebSocket socket)
    {
        var received = await socket.ReceiveAsync(new byte[256], default);
        Assert.Equal(WebSocketMessageType.Close, received.MessageType);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        return socket.CloseStatusDescription;
    }

    // Recorded once, before the client hears of it, and the handler learns it by the one exception.
    private async Task AssertClosedAsync(KestrelHost host, WebSocket socket, int code, string reason)
    {
        Assert.Equal(reason, await ClosedAsync(socket));
        Assert.Equal(code, (int)socket.CloseStatus!);
        Assert.Contains("handshake refused", Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
        var thrown = Assert.IsType<HandshakeRefusedException>(await _thrown.Task);
        Assert.Contains(thrown.AttemptId, host.Logs.Handshakes[0].Message, StringComparison.Ordinal);
        LeakWatch.Observe(thrown.ToString());
    }

    private async Task TellAsync(HttpContext context)
    {
        var before = context.User.Identity?.IsAuthenticated == true || context.GetHandshakeDecision() is not null;
        WebSocket socket;
        try
        {
            socket = await context.WebSockets.AcceptWebSocketAsync();
        }
        catch (Exception exception)
        {
            _thrown.TrySetResult(exception);
            throw;
        }

        if (context.Request.Path == "/early")
        {
            await SendAsync(socket, before ? "somebody" : "nobody");
        }

        await socket.ReceiveAsync(new byte[64], context.RequestAborted);
        await SendAsync(socket, $"{context.User.Identity!.Name} {context.GetHandshakeDecision()!.Subject}");
    }

    private Task<KestrelHost> StartAsync(params (string Name, string Value)[] settings) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/strict", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                TakeFirstMessage(app.Map("/first", TellAsync));
                TakeFirstMessage(app.Map("/early", TellAsync));
                TakeFirstMessage(app.Map("/policy", TellAsync)).RequireAuthorization("operators");
                var group = app.MapGroup("/group").RequireAuthorization("operators");
                TakeFirstMessage(group.Map("/policy", TellAsync));
                TakeFirstMessage(app.Map("/attribute", TellAsync)).WithMetadata(new OperatorsAttribute());
            },
            settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value),
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder
                    .Services.AddAuthorizationBuilder()
                    .AddPolicy("operators", policy => policy.RequireRole("operator"))
                    .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            },
            clock: _clock,
            variables: _variables
        );

    private static IEndpointConventionBuilder TakeFirstMessage(IEndpointConventionBuilder builder) =>
        builder.RequireWsAuth(endpoint =>
        {
            endpoint.Kinds = [TokenKind.Jwt];
            endpoint.FirstMessage = true;
        });

    [AttributeUsage(AttributeTargets.All)]
    private sealed class OperatorsAttribute : Attribute, IAuthorizationRequirementData
    {
        public IEnumerable<IAuthorizationRequirement> GetRequirements() =>
            [new Microsoft.AspNetCore.Authorization.Infrastructure.RolesAuthorizationRequirement(["operator"])];
    }
}
