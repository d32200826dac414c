using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.AspNetCore.Tests.Handshake.SubProtocolService;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>Which sub-protocol is echoed: the handler's choice, else the first other one, and never the one that carries the credential.</summary>
public sealed class SubProtocolEchoTests : IDisposable
{
    private readonly SubProtocolService _service = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_first_other_one_is_echoed_where_the_handler_chooses_none(int http)
    {
        await using var host = await _service.StartAsync(http);

        using var socket = await _service.ConnectAsync(
            host,
            http,
            "/plain",
            "bearer." + host.MintJwt(),
            "chat.v1",
            "chat.v2"
        );

        Assert.Equal("chat.v1", socket.SubProtocol);
        Assert.Equal("bearer.redacted,chat.v1,chat.v2", await socket.HearAsync());
        Assert.Contains("location sub-protocol", Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_handlers_choice_is_echoed(int http)
    {
        await using var host = await _service.StartAsync(http);

        using var socket = await _service.ConnectAsync(
            host,
            http,
            "/second",
            "chat.v1",
            "bearer." + host.MintJwt(),
            "chat.v2"
        );

        Assert.Equal("chat.v2", socket.SubProtocol);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_handler_that_chooses_the_credentials_is_corrected(int http)
    {
        await using var host = await _service.StartAsync(http);

        using var corrected = await _service.ConnectAsync(host, http, "/first", "bearer." + host.MintJwt(), "chat.v1");
        using var none = await _service.ConnectAsync(host, http, "/first", "bearer." + host.MintJwt());
        using var bare = await _service.ConnectAsync(
            host,
            http,
            "/first",
            host.MintJwt(),
            "bearer." + host.MintJwt(),
            "chat.v3"
        );

        Assert.Equal(("chat.v1", null, "chat.v3"), (corrected.SubProtocol, none.SubProtocol, bare.SubProtocol));
    }

    [Fact]
    public async Task A_shared_accept_context_keeps_its_flags_and_no_ones_sub_protocol()
    {
        await using var host = await _service.StartAsync(1);
        foreach (var name in new[] { "chat.v1", "chat.v2" })
        {
            using var socket = await host.ConnectAsync(
                "/shared",
                null,
                options =>
                {
                    options.AddSubProtocol("bearer." + host.MintJwt());
                    options.AddSubProtocol(name);
                    options.DangerousDeflateOptions = new WebSocketDeflateOptions();
                }
            );

            Assert.Equal(name, socket.SubProtocol);
            Assert.NotEmpty(socket.HttpResponseHeaders!["Sec-WebSocket-Extensions"]);
        }

        using var plain = await host.ConnectAsync("/shared", host.MintJwt(), it => it.AddSubProtocol("chat.v3"));
        Assert.Null(plain.SubProtocol);
    }

    [Fact]
    public async Task The_lean_door_echoes_and_redacts_too()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.UseWsAuth(TokenKind.Jwt);
                app.Run(async context => await AcceptAsync(context, Plain));
            },
            variables: _service.Variables
        );

        using var socket = await _service.ConnectAsync(host, 1, "/", "bearer." + host.MintJwt(), "chat");

        Assert.Equal("chat", socket.SubProtocol);
        Assert.Equal("bearer.redacted,chat", await socket.HearAsync());
    }

    public void Dispose() => _service.Dispose();
}
