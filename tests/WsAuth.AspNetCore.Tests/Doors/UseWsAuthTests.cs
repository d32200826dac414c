using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Doors;

/// <summary>The lean door: a middleware after <c>UseWebSockets</c>.</summary>
public sealed class UseWsAuthTests
{
    private readonly string _edgeSecret = TestSecrets.Hex();

    [Fact]
    public async Task It_decides_as_the_other_door_does()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseWebSockets();
            app.UseWsAuth(TokenKind.Jwt, TokenKind.SharedSecret);
            app.Run(AnswerAsync);
        });

        using var byToken = await host.ConnectAsync("/anywhere", host.MintJwt("u5"));
        using var bySecret = await host.ConnectAsync("/?edge_agent_id=agent-9", _edgeSecret);
        var missing = await host.ConnectInVainAsync("/anywhere");
        var invalid = await host.ConnectInVainAsync("/anywhere", TestSecrets.Hex());

        Assert.Equal("u5", await byToken.HearAsync());
        Assert.Equal("agent-9", await bySecret.HearAsync());
        Assert.Equal((HttpStatusCode.Unauthorized, "credential_missing"), (missing.Status, missing.Reason));
        Assert.Equal((HttpStatusCode.Unauthorized, "credential_invalid"), (invalid.Status, invalid.Reason));
        Assert.Equal(4, host.Logs.Handshakes.Count);
        Assert.Contains("secret_mismatch at \"/anywhere\"", host.Logs.Handshakes[3].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_HTTP_passes_untouched()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseWebSockets();
            app.UseWsAuth(TokenKind.Jwt);
            app.Run(context => context.Response.WriteAsync(context.Request.Headers.Authorization.ToString()));
        });

        using var nobody = await host.Http("/").GetAsync();
        using var anyone = await host.Http("/").GetAsync("not-even-a-token");

        Assert.Equal((HttpStatusCode.OK, ""), (nobody.StatusCode, await nobody.Content.ReadAsStringAsync()));
        Assert.Equal("Bearer not-even-a-token", await anyone.Content.ReadAsStringAsync());
        Assert.False(anyone.Headers.Contains("X-WsAuth-Reason"));
        Assert.Empty(host.Logs.Handshakes);
    }

    [Fact]
    public async Task A_handshake_that_lost_its_upgrade_does_not_slip_through_as_plain_HTTP()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseWebSockets();
            app.UseWsAuth(TokenKind.Jwt);
            app.Run(context => context.Response.WriteAsync("reached"));
        });

        using var answer = await host.Http("/").GetAsync(null, ("Sec-WebSocket-Version", "13"));

        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
    }

    [Fact]
    public async Task The_wrong_order_is_warned_about_once_and_still_refuses()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseWsAuth(TokenKind.Jwt);
            app.UseWebSockets();
            app.Run(EchoEndpoint.RunAsync);
        });

        var refusal = await host.ConnectInVainAsync("/");
        using var socket = await host.ConnectAsync("/", host.MintJwt());

        Assert.Equal("credential_missing", refusal.Reason);
        Assert.Equal("hello", await socket.AskAsync("hello"));
        var warning = Assert.Single(host.Logs.All, entry => entry.Id.Name == "UseWsAuthTooEarly");
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains("Call app.UseWebSockets() first", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_AddWsAuth_the_message_names_it()
    {
        var app = new ApplicationBuilder(new ServiceCollection().BuildServiceProvider());

        var fault = Assert.Throws<InvalidOperationException>(() => app.UseWsAuth(TokenKind.Jwt));

        Assert.Contains("AddWsAuth(builder.Configuration)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_kind_the_message_says_what_to_name()
    {
        var host = KestrelHost.Build(_ => { });

        var fault = Assert.Throws<ArgumentException>(() => host.App.UseWsAuth());

        Assert.Contains("TokenKind.Jwt", fault.Message, StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync(
            System.Text.Encoding.UTF8.GetBytes(context.User.Identity!.Name!),
            System.Net.WebSockets.WebSocketMessageType.Text,
            true,
            context.RequestAborted
        );
        await socket.ReceiveAsync(new byte[16], context.RequestAborted);
    }

    private Task<KestrelHost> StartAsync(Action<WebApplication> map) =>
        KestrelHost.StartAsync(
            map,
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex(), ["EDGE_SECRET"] = _edgeSecret }
        );
}
