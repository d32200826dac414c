using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Tests.Doors;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>A page of another site may not open a socket in its visitor's name, whatever credential comes along.</summary>
public sealed class OriginTests
{
    private const string App = "https://app.example";
    private const string Evil = "https://evil.example";

    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Without_a_list_a_page_of_the_servers_own_origin_may_connect_and_another_may_not()
    {
        await using var host = await StartAsync();
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
        await using var host = await StartAsync(App);

        using var socket = await host.ConnectAsync("/ws", host.MintJwt());

        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Fact]
    public async Task With_a_list_its_origins_exactly_may_connect()
    {
        await using var host = await StartAsync($"{App} http://localhost:3000  capacitor://localhost");
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
        await using var host = await StartAsync(list);

        await AssertRefusedAsync(host, "null");

        Assert.Contains("sandboxed frames", Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_origin_headers_are_refused_even_where_one_is_allowed()
    {
        await using var host = await StartAsync(App);

        using var answer = await host.Http("/ws")
            .GetAsync(host.MintJwt(), [.. HostHandshakes.HandshakeHeaders, ("Origin", App), ("Origin", Evil)]);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_log_names_the_origin_and_the_setting_that_would_allow_it()
    {
        await using var own = await StartAsync();
        await using var listed = await StartAsync(App);

        await AssertRefusedAsync(own, Evil);
        await AssertRefusedAsync(listed, Evil);

        var line = Assert.Single(own.Logs.Handshakes).Message;
        Assert.Contains($"Origin \"{Evil}\" is not the server's own", line, StringComparison.Ordinal);
        Assert.Contains(own.Address.ToString().TrimEnd('/'), line, StringComparison.Ordinal);
        Assert.Contains("set WsAuth:Origins to it", line, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-Proto", line, StringComparison.Ordinal);
        line = Assert.Single(listed.Logs.Handshakes).Message;
        Assert.Contains($"Origin \"{Evil}\" is not on the list", line, StringComparison.Ordinal);
        Assert.Contains("add it to WsAuth:Origins", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_origin_is_told_once_an_interval_and_counted_meanwhile()
    {
        await using var host = await StartAsync(App);
        for (var i = 0; i < 3; i++)
        {
            await AssertRefusedAsync(host, Evil);
        }

        await AssertRefusedAsync(host, "https://other.example");
        Assert.Equal(4, host.Logs.Handshakes.Count);
        _clock.Advance(TimeSpan.FromMinutes(1));

        LogLevel[] levels = [LogLevel.Warning, LogLevel.Debug, LogLevel.Debug, LogLevel.Warning, LogLevel.Warning];
        Assert.Equal(levels, host.Logs.Handshakes.Select(entry => entry.Level));
        Assert.Contains(
            $"2 times since {_clock.GetUtcNow().AddMinutes(-1):u} by pages of \"{Evil}\"",
            host.Logs.Handshakes[4].Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_origin_is_looked_at_before_the_credential()
    {
        var validator = new CountingValidator();
        await using var host = await StartAsync(
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
        await using var host = await StartAsync(App);

        using var answer = await host.Http("/api").GetAsync(host.MintJwt(), ("Origin", Evil));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task An_endpoint_may_have_a_list_of_its_own()
    {
        await using var host = await StartAsync(App);

        using var socket = await host.ConnectAsync("/admin", host.MintJwt(), From("https://admin.example"));
        Assert.Equal("hello", await socket.AskAsync("hello"));
        await AssertRefusedAsync(host, App, "/admin");
        Assert.Contains("the Origins of the endpoint's", host.Logs.Handshakes[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_origin_only_under_a_dangerous_name()
    {
        await using var host = await StartAsync(null, any: true);

        using var socket = await host.ConnectAsync("/ws", host.MintJwt(), From(Evil));
        Assert.Equal("hello", await socket.AskAsync("hello"));
        await AssertRefusedAsync(host, Evil, "/admin");
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
            await using var host = await StartAsync(forward: forward);
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
        await using var host = await StartAsync($"{App} https://admin.example", frameworks: [App, Evil]);

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
            variables: _variables
        );

        await AssertRefusedAsync(host, Evil);
        using var socket = await host.ConnectAsync("/ws", host.MintJwt(), From(App));
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    private static async Task AssertRefusedAsync(KestrelHost host, string origin, string path = "/ws")
    {
        using var answer = await host.Http(path)
            .GetAsync(host.MintJwt(), [.. HostHandshakes.HandshakeHeaders, ("Origin", origin)]);
        Assert.Equal(
            (HttpStatusCode.Forbidden, "origin_refused"),
            (answer.StatusCode, answer.Headers.GetValues("X-WsAuth-Reason").Single())
        );
    }

    private static Action<ClientWebSocketOptions> From(string origin) =>
        options => options.SetRequestHeader("Origin", origin);

    private Task<KestrelHost> StartAsync(
        string? origins = null,
        Action<WebApplicationBuilder>? configure = null,
        bool any = false,
        bool forward = false,
        string[]? frameworks = null
    ) =>
        KestrelHost.StartAsync(
            app =>
            {
                if (forward)
                {
                    app.UseForwardedHeaders(
                        new ForwardedHeadersOptions
                        {
                            ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
                        }
                    );
                }

                var webSockets = new WebSocketOptions();
                foreach (var origin in frameworks ?? [])
                {
                    webSockets.AllowedOrigins.Add(origin);
                }

                app.UseWebSockets(webSockets);
                app.UseRouting();
                app.UseAuthorization();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/admin", EchoEndpoint.RunAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Jwt];
                        endpoint.Origins = "https://admin.example";
                    });
                app.MapGet("/api", HttpConversation.WhoAmIAsync).RequireWsAuth(TokenKind.Jwt);
                if (configure is not null)
                {
                    app.Map("/counted", EchoEndpoint.RunAsync).RequireWsAuth(CountingValidator.Counted);
                }
            },
            new Dictionary<string, string?>
            {
                ["WsAuth:Origins"] = origins,
                ["WsAuth:DangerousAllowAnyOrigin"] = any ? "true" : null,
            },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                configure?.Invoke(builder);
            },
            clock: _clock,
            variables: _variables
        );
}
