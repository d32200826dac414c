using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Handshake.OriginService;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>What the line of a refused origin advises, followed literally.</summary>
public sealed class OriginAdviceTests
{
    private readonly OriginService _service = new();

    [Fact]
    public async Task The_list_that_is_advised_lets_in_the_other_page_and_keeps_the_servers_own()
    {
        string advised;
        await using (var host = await _service.StartAsync())
        {
            await RefuseAsync(host, App, ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "own.example"));
            var line = Assert.Single(host.Logs.Handshakes);
            Assert.Contains(
                "Forwarded: X-Forwarded-Proto: \"https\", X-Forwarded-Host: \"own.example\".",
                line.Message,
                StringComparison.Ordinal
            );
            advised = line.Values["Fix"]!.ToString()!.Split("set WsAuth:Origins to \"")[1].Split('"')[0];
        }

        await using var mended = await _service.StartAsync(advised);
        using var other = await mended.ConnectAsync("/ws", mended.MintJwt(), From(App));
        using var own = await mended.ConnectAsync("/ws", mended.MintJwt(), From("https://own.example"));

        Assert.Equal("hello", await other.AskAsync("hello"));
        Assert.Equal("hello", await own.AskAsync("hello"));
        await AssertRefusedAsync(mended, Evil);
    }

    [Theory]
    [InlineData(
        "https://app.example:8443",
        "https",
        "app.example",
        "a proxy hides the port",
        "proxy_set_header Host $http_host;"
    )]
    [InlineData(
        "https://app.example",
        null,
        "app.example",
        "a proxy hides the scheme",
        "proxy_set_header X-Forwarded-Proto $scheme;"
    )]
    [InlineData(
        "https://app.example:8443",
        null,
        "app.example",
        "a proxy hides the scheme",
        "and the port: have it send Host"
    )]
    [InlineData("https://app.example", "https", "inner", "a proxy hides that", "proxy_set_header Host $http_host;")]
    public async Task What_a_proxy_does_not_pass_on_is_named(
        string page,
        string? scheme,
        string forwardedHost,
        string hidden,
        string line
    )
    {
        await using var host = await _service.StartAsync();

        await RefuseAsync(
            host,
            page,
            scheme is null
                ? [("X-Forwarded-Host", forwardedHost)]
                : [("X-Forwarded-Proto", scheme), ("X-Forwarded-Host", forwardedHost)]
        );

        var fix = Assert.Single(host.Logs.Handshakes).Values["Fix"]!.ToString();
        Assert.Contains(hidden, fix, StringComparison.Ordinal);
        Assert.Contains(line, fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_origins_are_counted_and_no_list_is_advised()
    {
        await using var host = await _service.StartAsync();

        await RefuseAsync(host, App, ("Origin", Evil));

        var line = Assert.Single(host.Logs.Handshakes).Message;
        Assert.Contains("2 Origin headers", line, StringComparison.Ordinal);
        Assert.DoesNotContain("set WsAuth:Origins", line, StringComparison.Ordinal);
    }

    private static async Task RefuseAsync(KestrelHost host, string page, params (string Name, string Value)[] headers)
    {
        var refusal = await RawHandshake.AskAsync(host, [("Origin", page), .. headers]);

        Assert.Contains("X-WsAuth-Reason: origin_refused", refusal, StringComparison.OrdinalIgnoreCase);
    }
}
