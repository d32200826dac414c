using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Tests.Doors;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.AspNetCore.Tests.Handshake.OriginService;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>The look at the origin beside what is around it: the log, the credential, plain HTTP, proxies, the framework's own list, the lean door.</summary>
public sealed class OriginSurroundingsTests
{
    private readonly OriginService _service = new();

    [Fact]
    public async Task The_log_names_the_origin_and_the_setting_that_would_allow_it()
    {
        await using var own = await _service.StartAsync();
        await using var listed = await _service.StartAsync(App);

        await AssertRefusedAsync(own, Evil);
        await AssertRefusedAsync(listed, Evil);

        var line = Assert.Single(own.Logs.Handshakes).Message;
        Assert.Contains($"Origin \"{Evil}\" is not the server's own", line, StringComparison.Ordinal);
        Assert.Contains(own.Address.ToString().TrimEnd('/'), line, StringComparison.Ordinal);
        Assert.Contains(
            $"set WsAuth:Origins to \"{own.Address.ToString().TrimEnd('/')} {Evil}\": a list replaces the own origin",
            line,
            StringComparison.Ordinal
        );
        Assert.Contains("X-Forwarded-Proto", line, StringComparison.Ordinal);
        line = Assert.Single(listed.Logs.Handshakes).Message;
        Assert.Contains($"Origin \"{Evil}\" is not on the list", line, StringComparison.Ordinal);
        Assert.Contains("add it to WsAuth:Origins", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_origin_is_told_once_an_interval_and_counted_meanwhile()
    {
        await using var host = await _service.StartAsync(App);
        for (var i = 0; i < 3; i++)
        {
            await AssertRefusedAsync(host, Evil);
        }

        await AssertRefusedAsync(host, "https://other.example");
        Assert.Equal(4, host.Logs.Handshakes.Count);
        _service.Clock.Advance(TimeSpan.FromMinutes(1));

        LogLevel[] levels = [LogLevel.Warning, LogLevel.Debug, LogLevel.Debug, LogLevel.Warning, LogLevel.Warning];
        Assert.Equal(levels, host.Logs.Handshakes.Select(entry => entry.Level));
        Assert.Contains(
            $"2 times since {_service.Clock.GetUtcNow().AddMinutes(-1):u}, client pages of \"",
            host.Logs.Handshakes[4].Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_origin_is_looked_at_before_the_credential()
    {
        var validator = new CountingValidator();
        await using var host = await _service.StartAsync(
            App,
            builder => builder.Services.AddSingleton<ITokenValidator>(validator)
        );

        foreach (var token in new[] { host.MintJwt(), "counted-yes", "undefined" })
        {
            Assert.Equal("origin_refused", (await host.ConnectInVainAsync("/counted", token, From(Evil))).Reason);
        }

        Assert.Equal(0, validator.Asked);
        Assert.Equal("origin_refused", (await host.ConnectInVainAsync("/counted", null, From(Evil))).Reason);
    }

    [Fact]
    public async Task Plain_HTTP_is_the_business_of_CORS_and_not_looked_at()
    {
        await using var host = await _service.StartAsync(App);

        using var answer = await host.Http("/api").GetAsync(host.MintJwt(), ("Origin", Evil));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("https", "app.example", true)]
    [InlineData("https, http", "app.example, inner:8080", true)]
    [InlineData("https", "app.example:443", true)]
    [InlineData("http", "app.example", false)]
    [InlineData("https", "evil.example", false)]
    [InlineData("https", null, false)]
    [InlineData(null, "app.example", false)]
    [InlineData(null, null, false)]
    public async Task Behind_a_proxy_the_origin_that_it_forwards_is_the_servers_own(
        string? scheme,
        string? forwardedHost,
        bool isOwn
    )
    {
        // Both with the application's UseForwardedHeaders, which runs after the authentication that WebApplication adds, and without.
        foreach (var forward in new[] { true, false })
        {
            await using var host = await _service.StartAsync(forward: forward);
            using var answer = await host.Http("/ws")
                .GetAsync(
                    null,
                    [
                        .. HostHandshakes.HandshakeHeaders,
                        ("Origin", App),
                        .. scheme is null ? [] : new[] { ("X-Forwarded-Proto", scheme) },
                        .. forwardedHost is null ? [] : new[] { ("X-Forwarded-Host", forwardedHost) },
                    ]
                );

            Assert.Equal(
                isOwn ? "credential_missing" : "origin_refused",
                answer.Headers.GetValues("X-WsAuth-Reason").Single()
            );
        }
    }

    [Fact]
    public async Task The_frameworks_own_list_stays_in_force_beside_it()
    {
        await using var host = await _service.StartAsync($"{App} https://admin.example", frameworks: [App, Evil]);

        using var socket = await host.ConnectAsync("/ws", host.MintJwt(), From(App));
        Assert.Equal("hello", await socket.AskAsync("hello"));
        await AssertRefusedAsync(host, Evil);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await host.ConnectInVainAsync("/ws", host.MintJwt(), From("https://admin.example"))).Status
        );
    }

    [Fact]
    public async Task The_lean_door_looks_at_it_too()
    {
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.UseWsAuth(TokenKind.Jwt);
                app.Run(EchoEndpoint.RunAsync);
            },
            new Dictionary<string, string?> { ["WsAuth:Origins"] = App },
            variables: _service.Variables
        );

        await AssertRefusedAsync(host, Evil);
        using var socket = await host.ConnectAsync("/ws", host.MintJwt(), From(App));
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }
}
