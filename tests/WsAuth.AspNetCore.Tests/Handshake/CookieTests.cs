using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using WsAuth.Credentials;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>Browsers add cookies to whatever handshake any page opens: a cookie counts only from a page that is allowed.</summary>
public sealed class CookieTests
{
    private const string App = "https://app.example";

    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };

    [Theory]
    [InlineData("session={0}")]
    [InlineData("a=b; session={0};c=d")]
    [InlineData("session=\"{0}\"")]
    [InlineData("xsession=no; session={0}; sessionx=no; session={0}")]
    public async Task A_page_of_the_list_connects_with_the_cookie(string cookie)
    {
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync("/ws", null, With(string.Format(null, cookie, host.MintJwt()), App));

        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.Contains("location cookie", Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_page_of_elsewhere_or_of_nowhere_does_not(string? origin)
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/ws")
            .GetAsync(
                null,
                [
                    .. HostHandshakes.HandshakeHeaders,
                    ("Cookie", $"session={host.MintJwt()}"),
                    .. origin is null ? [] : new[] { ("Origin", origin) },
                ]
            );

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("origin_refused", answer.Headers.GetValues("X-WsAuth-Reason").Single());
    }

    [Fact]
    public async Task The_servers_own_origin_is_allowed_only_where_the_list_names_it()
    {
        await using var host = await StartAsync();

        var refusal = await host.ConnectInVainAsync(
            "/ws",
            null,
            With($"session={host.MintJwt()}", host.Address.ToString().TrimEnd('/'))
        );

        Assert.Equal("origin_refused", refusal.Reason);
    }

    [Fact]
    public async Task It_yields_to_an_explicit_credential_even_to_a_damaged_one()
    {
        await using var host = await StartAsync();
        var cookie = $"session={host.MintJwt("of-cookie")}";

        using var socket = await host.ConnectAsync("/ws", host.MintJwt("of-header"), With(cookie, App));
        using var withoutOrigin = await host.ConnectAsync("/ws", host.MintJwt("of-header"), With(cookie, null));
        var refusal = await host.ConnectInVainAsync("/ws", "undefined", With(cookie, App));

        Assert.Equal("credential_malformed", refusal.Reason);
        Assert.Contains("of-header", host.Logs.Handshakes[0].Message, StringComparison.Ordinal);
        Assert.Contains("of-header", host.Logs.Handshakes[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_cookies_of_the_name_that_differ_are_a_conflict()
    {
        await using var host = await StartAsync();

        var refusal = await host.ConnectInVainAsync(
            "/ws",
            null,
            With($"session={host.MintJwt("tossed")}; session={host.MintJwt()}", App)
        );

        Assert.Equal("credential_conflict", refusal.Reason);
    }

    [Theory]
    [InlineData("session=")]
    [InlineData("session=undefined")]
    [InlineData("session=%22quoted%22")]
    public async Task A_damaged_one_is_malformed_and_not_absent(string cookie)
    {
        await using var host = await StartAsync();

        Assert.Equal("credential_malformed", (await host.ConnectInVainAsync("/ws", null, With(cookie, App))).Reason);
    }

    [Fact]
    public async Task It_is_off_until_it_is_named_and_its_name_has_letter_case()
    {
        await using var off = await StartAsync(name: null);
        await using var on = await StartAsync();

        Assert.Equal(
            "credential_missing",
            (await off.ConnectInVainAsync("/ws", null, With($"session={off.MintJwt()}", App))).Reason
        );
        Assert.Equal(
            "credential_missing",
            (await on.ConnectInVainAsync("/ws", null, With($"Session={on.MintJwt()}", App))).Reason
        );
    }

    [Fact]
    public async Task Plain_HTTP_is_not_authenticated_by_it()
    {
        await using var host = await StartAsync();

        using var answer = await host.Http("/api")
            .GetAsync(null, ("Cookie", $"session={host.MintJwt()}"), ("Origin", App));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData(CredentialLocations.Cookie)]
    [InlineData(CredentialLocations.AuthorizationHeader | CredentialLocations.QueryAccessToken)]
    [InlineData(CredentialLocations.FirstMessage)]
    public async Task An_endpoint_cannot_read_what_the_options_do_not_switch_on(CredentialLocations locations)
    {
        await using var host = KestrelHost.Build(
            app =>
                app.Map("/ws", EchoEndpoint.RunAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Jwt];
                        endpoint.Locations = locations;
                    }),
            variables: _variables
        );

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains("which the options do not switch on", thrown.Message, StringComparison.Ordinal);
    }

    private static Action<ClientWebSocketOptions> With(string cookie, string? origin) =>
        options =>
        {
            options.SetRequestHeader("Cookie", cookie);
            if (origin is not null)
            {
                options.SetRequestHeader("Origin", origin);
            }
        };

    private Task<KestrelHost> StartAsync(string? name = "session") =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapGet("/api", HttpConversation.WhoAmIAsync).RequireWsAuth(TokenKind.Jwt);
            },
            new Dictionary<string, string?> { ["WsAuth:Origins"] = App, ["WsAuth:Cookie:Name"] = name },
            variables: _variables
        );
}
