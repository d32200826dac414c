using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>What a refusal looks like over HTTP.</summary>
public sealed class RefusalAnswerTests
{
    private readonly TestVariables _variables = new() { ["JWT_SECRET_KEY"] = TestSecrets.Hex() };
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_missing_credential_is_challenged_without_an_error()
    {
        await using var host = await StartAsync();

        using var answer = await RefuseAsync(host);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).ToString());
        Assert.Equal("credential_missing", Header(answer, "X-WsAuth-Reason"));
        Assert.Matches("^[0-9a-f]{32}$", Header(answer, "X-WsAuth-Attempt"));
        Assert.Equal(_clock.GetUtcNow(), answer.Headers.Date);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task A_bad_credential_is_challenged_with_the_class_and_no_more()
    {
        await using var host = await StartAsync();

        using var answer = await RefuseAsync(host, host.MintJwt()[..^4] + "AAAA");

        Assert.Equal(
            "Bearer error=\"invalid_token\", error_description=\"The credential is not valid here.\"",
            Assert.Single(answer.Headers.WwwAuthenticate).ToString()
        );
    }

    [Fact]
    public async Task The_body_in_Production_tells_the_class_and_no_more()
    {
        await using var host = await StartAsync();

        using var answer = await RefuseAsync(host, host.MintJwt()[..^4] + "AAAA");

        var body = await BodyAsync(answer);
        Assert.Equal(
            ["type", "title", "status", "reason", "attempt"],
            body.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal("urn:wsauth:reason:credential_invalid", body.GetProperty("type").GetString());
        Assert.Equal("The credential is not valid here.", body.GetProperty("title").GetString());
        Assert.Equal(401, body.GetProperty("status").GetInt32());
        Assert.Equal("credential_invalid", body.GetProperty("reason").GetString());
        Assert.Equal(Header(answer, "X-WsAuth-Attempt"), body.GetProperty("attempt").GetString());
    }

    [Fact]
    public async Task The_body_in_Development_tells_code_detail_and_fix()
    {
        await using var host = await StartAsync(environment: "Development");

        using var answer = await RefuseAsync(host, host.MintJwt()[..^4] + "AAAA");

        var body = await BodyAsync(answer);
        Assert.Equal("credential_invalid", Header(answer, "X-WsAuth-Reason"));
        Assert.Equal("signature_mismatch", body.GetProperty("code").GetString());
        Assert.Equal("urn:wsauth:reason:signature_mismatch", body.GetProperty("type").GetString());
        Assert.Contains("env:JWT_SECRET_KEY", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("Give issuer and server", body.GetProperty("fix").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development", "Class", false)]
    [InlineData("Production", "Full", true)]
    public async Task The_detail_can_be_set(string environment, string detail, bool isFull)
    {
        await using var host = await StartAsync(new() { ["WsAuth:RefusalDetail"] = detail }, environment);

        using var answer = await RefuseAsync(host);

        Assert.Equal(isFull, (await BodyAsync(answer)).TryGetProperty("fix", out _));
    }

    [Fact]
    public async Task The_type_is_the_help_page_where_there_is_one()
    {
        await using var host = await StartAsync(new() { ["WsAuth:HelpBase"] = "https://help.example/reasons/" });

        using var answer = await RefuseAsync(host, host.MintJwt()[..^4] + "AAAA");

        Assert.Equal(
            "https://help.example/reasons/credential_invalid",
            (await BodyAsync(answer)).GetProperty("type").GetString()
        );
    }

    [Fact]
    public async Task An_expired_token_says_so_to_everyone_and_by_how_much_to_the_log()
    {
        await using var host = await StartAsync();
        var token = host.MintJwt();
        _clock.Advance(TimeSpan.FromMinutes(15));

        using var answer = await RefuseAsync(host, token);

        Assert.Equal("token_expired", Header(answer, "X-WsAuth-Reason"));
        Assert.Contains("600", Assert.Single(host.Logs.Handshakes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_attempt_is_the_trace_that_the_caller_began()
    {
        await using var host = await StartAsync();
        var trace = ActivityTraceId.CreateRandom().ToHexString();

        using var answer = await RefuseAsync(host, null, ("traceparent", $"00-{trace}-00f067aa0ba902b7-01"));

        Assert.Equal(trace, Header(answer, "X-WsAuth-Attempt"));
        Assert.Equal(trace, Assert.Single(host.Logs.Handshakes).Values["AttemptId"]);
    }

    [Fact]
    public async Task Two_attempts_have_two_ids()
    {
        await using var host = await StartAsync();

        using var first = await RefuseAsync(host);
        using var second = await RefuseAsync(host);

        Assert.NotEqual(Header(first, "X-WsAuth-Attempt"), Header(second, "X-WsAuth-Attempt"));
    }

    [Fact]
    public async Task The_connection_is_good_for_the_next_request()
    {
        await using var host = await StartAsync();
        using var client = new RawHttpConnection(host.Address);

        var refused = await client.AskAsync(
            "GET /ws HTTP/1.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
        );
        var posted = await client.AskAsync("POST /rest HTTP/1.1", "Content-Length: 0");
        var open = await client.AskAsync("GET /open HTTP/1.1");

        Assert.StartsWith("HTTP/1.1 401", refused, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401", posted, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", open, StringComparison.Ordinal);
        Assert.EndsWith("nobody", open, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> RefuseAsync(
        KestrelHost host,
        string? token = null,
        params (string, string)[] headers
    ) => host.Http("/ws").GetAsync(token, [.. HostHandshakes.HandshakeHeaders, .. headers]);

    private static string Header(HttpResponseMessage answer, string name) =>
        Assert.Single(answer.Headers.GetValues(name));

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    private Task<KestrelHost> StartAsync(
        Dictionary<string, string?>? settings = null,
        string environment = "Production"
    ) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapPost("/rest", HttpConversation.WhoAmIAsync).RequireWsAuth(TokenKind.Jwt);
                app.MapGet("/open", HttpConversation.WhoAmIAsync);
            },
            settings,
            environment,
            clock: _clock,
            variables: _variables
        );
}
