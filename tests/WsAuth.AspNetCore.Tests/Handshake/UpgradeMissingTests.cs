using System.Net;
using Microsoft.AspNetCore.Builder;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>Outage 4's first half: a hop drops a header, and the answer says which.</summary>
public sealed class UpgradeMissingTests
{
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    [Fact]
    public async Task Headers_that_a_proxy_dropped_are_named_with_the_proxies_on_the_way()
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/ws")
            .GetAsync(
                host.MintJwt(),
                ("Sec-WebSocket-Version", "13"),
                ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="),
                ("Via", "1.1 old-balancer"),
                ("X-Forwarded-For", "192.0.2.7")
            );

        AssertUpgrade(answer, "upgrade_missing");
        var line = Assert.Single(host.Logs.Handshakes).Message;
        Assert.Contains("Missing: Upgrade: websocket, Connection: Upgrade.", line, StringComparison.Ordinal);
        Assert.Contains("Arrived: Sec-WebSocket-Key, Sec-WebSocket-Version.", line, StringComparison.Ordinal);
        Assert.Contains("Via: \"1.1 old-balancer\", X-Forwarded-For: \"192.0.2.7\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_request_is_called_one_and_no_proxy_is_blamed_at_once()
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/ws").GetAsync(host.MintJwt());

        AssertUpgrade(answer, "upgrade_missing");
        var line = host.Logs.Handshakes[^1];
        Assert.Contains("It is a plain request.", line.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "If this was meant as a WebSocket, ",
            line.Values["Fix"]!.ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Connection", "Missing: Connection: Upgrade.")]
    [InlineData("Upgrade", "Missing: Upgrade: websocket.")]
    [InlineData("Sec-WebSocket-Key", "Missing: Sec-WebSocket-Key.")]
    [InlineData("Sec-WebSocket-Version", "Missing: Sec-WebSocket-Version.")]
    public async Task Each_header_alone_is_missed(string dropped, string expected)
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/ws")
            .GetAsync(host.MintJwt(), [.. HostHandshakes.HandshakeHeaders.Where(header => header.Name != dropped)]);

        AssertUpgrade(answer, "upgrade_missing");
        var line = Assert.Single(host.Logs.Handshakes).Message;
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.Contains("none that names itself", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==,AAAAAAAAAAAAAAAAAAAAAA==")]
    public async Task What_the_framework_would_not_upgrade_is_no_handshake_and_uses_no_ticket_up(string key)
    {
        await using var host = await TicketHost.StartAsync(handler: context =>
            context.WebSockets.IsWebSocketRequest ? EchoEndpoint.RunAsync(context) : context.WhoAmIAsync()
        );
        var path = (await host.AskForTicketAsync(host.MintJwt())).Path;
        (string, string)[] headers =
        [
            .. HostHandshakes.HandshakeHeaders.Where(header => header.Name != "Sec-WebSocket-Key"),
            ("Sec-WebSocket-Key", key),
        ];

        using var answer = await host.Http(path).GetAsync(null, headers);

        AssertUpgrade(answer, "upgrade_missing");
        using var socket = await host.ConnectAsync(path);
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Fact]
    public async Task A_request_stripped_of_everything_is_answered_when_the_handler_accepts()
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/ws").GetAsync(host.MintJwt());

        AssertUpgrade(answer, "upgrade_missing");
        var line = Assert.Single(host.Logs.Handshakes, line => line.Id.Name == "upgrade_missing").Message;
        Assert.Contains("Arrived: nothing.", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handshake_by_POST_is_none()
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/ws")
            .SendAsync(HttpMethod.Post, host.MintJwt(), HostHandshakes.HandshakeHeaders);

        AssertUpgrade(answer, "upgrade_missing");
        Assert.Contains(
            "The method is \"POST\"; a handshake over HTTP/1.1 is a GET.",
            Assert.Single(host.Logs.Handshakes).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("8")]
    [InlineData("0")]
    [InlineData("13, 8")]
    public async Task Another_version_is_told_which_one_is_spoken_here(string version)
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/ws")
            .GetAsync(
                host.MintJwt(),
                [
                    .. HostHandshakes.HandshakeHeaders.Where(header => header.Name != "Sec-WebSocket-Version"),
                    ("Sec-WebSocket-Version", version),
                ]
            );

        AssertUpgrade(answer, "version_unsupported");
        Assert.Contains(
            $"Sec-WebSocket-Version is \"{version}\"",
            Assert.Single(host.Logs.Handshakes).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_header_in_another_letter_case_among_others_is_found()
    {
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync(
            "/ws",
            host.MintJwt(),
            options => options.SetRequestHeader("X-Anything", "1")
        );
        using var answer = await host.Http("/ws")
            .GetAsync(
                "not-a-token",
                ("Connection", "keep-alive, upgrade"),
                ("Upgrade", "WebSocket"),
                ("Sec-WebSocket-Version", "13"),
                ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")
            );

        Assert.Equal("credential_kind_refused", Assert.Single(answer.Headers.GetValues("X-WsAuth-Reason")));
    }

    private static void AssertUpgrade(HttpResponseMessage answer, string reason)
    {
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
        Assert.Equal(reason, Assert.Single(answer.Headers.GetValues("X-WsAuth-Reason")));
        Assert.Equal("13", Assert.Single(answer.Headers.GetValues("Sec-WebSocket-Version")));
        Assert.Equal("websocket", Assert.Single(answer.Headers.Upgrade).Name);
        Assert.Equal("Upgrade", Assert.Single(answer.Headers.Connection));
        Assert.Empty(answer.Headers.WwwAuthenticate);
    }

    private Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            variables: _variables
        );
}
