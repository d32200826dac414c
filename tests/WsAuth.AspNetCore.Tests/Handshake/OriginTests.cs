using System.Net;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Handshake.OriginService;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>A page of another site may not open a socket in its visitor's name, whatever credential comes along.</summary>
public sealed class OriginTests
{
    private readonly OriginService _service = new();

    [Fact]
    public async Task Without_a_list_a_page_of_the_servers_own_origin_may_connect_and_another_may_not()
    {
        await using var host = await _service.StartAsync();
        var own = host.Address.ToString().TrimEnd('/');

        using var socket = await host.ConnectAsync("/ws", host.MintJwt(), From(own));
        Assert.Equal("hello", await socket.AskAsync("hello"));

        string[] others =
        [
            Evil,
            own.Replace("http:", "https:", StringComparison.Ordinal),
            own + "0",
            own + ".evil.example",
            own + "/",
            own[..own.LastIndexOf(':')],
            "",
        ];
        foreach (var other in others)
        {
            await AssertRefusedAsync(host, other);
        }
    }

    [Fact]
    public async Task A_client_without_an_origin_is_no_browser_and_may_connect()
    {
        await using var host = await _service.StartAsync(App);

        using var socket = await host.ConnectAsync("/ws", host.MintJwt());

        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Fact]
    public async Task With_a_list_its_origins_exactly_may_connect()
    {
        await using var host = await _service.StartAsync($"{App} http://localhost:3000  capacitor://localhost");
        foreach (var origin in new[] { App, "HTTPS://APP.example", "http://localhost:3000", "capacitor://localhost" })
        {
            using var socket = await host.ConnectAsync("/ws", host.MintJwt(), From(origin));
            Assert.Equal("hello", await socket.AskAsync("hello"));
        }

        string[] others =
        [
            Evil,
            "http://app.example",
            "https://app.example:8443",
            "https://app.example.evil.example",
            "https://evil.app.example",
            "https://notapp.example",
            "https://app.example/",
            "https://app.example@evil.example",
            "http://localhost",
            $"{App} {Evil}",
            $"{App}, {Evil}",
            host.Address.ToString().TrimEnd('/'),
        ];
        foreach (var other in others)
        {
            await AssertRefusedAsync(host, other);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(App)]
    public async Task The_null_origin_is_refused_with_or_without_a_list(string? list)
    {
        await using var host = await _service.StartAsync(list);

        await AssertRefusedAsync(host, "null");

        Assert.Contains("sandboxed frames", Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_origin_headers_are_refused_even_where_one_is_allowed()
    {
        await using var host = await _service.StartAsync(App);

        using var answer = await host.Http("/ws")
            .GetAsync(host.MintJwt(), [.. HostHandshakes.HandshakeHeaders, ("Origin", App), ("Origin", Evil)]);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task An_endpoint_may_have_a_list_of_its_own()
    {
        await using var host = await _service.StartAsync(App);

        using var socket = await host.ConnectAsync("/admin", host.MintJwt(), From("https://admin.example"));
        Assert.Equal("hello", await socket.AskAsync("hello"));
        await AssertRefusedAsync(host, App, "/admin");
        Assert.Contains("the Origins of the endpoint's", host.Logs.Handshakes[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_origin_only_under_a_dangerous_name()
    {
        await using var host = await _service.StartAsync(null, any: true);

        using var socket = await host.ConnectAsync("/ws", host.MintJwt(), From(Evil));
        Assert.Equal("hello", await socket.AskAsync("hello"));
        await AssertRefusedAsync(host, Evil, "/admin");
    }
}
