using System.Net;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Handshake.SubProtocolService;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>The credential in the list of sub-protocols, as browsers send it, over both versions of HTTP: what is let in, and what is seen of it afterwards.</summary>
public sealed class SubProtocolTests : IDisposable
{
    private readonly SubProtocolService _service = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_browser_that_offers_only_the_credential_is_told_and_others_are_let_in(int http)
    {
        await using var host = await _service.StartAsync(http);
        var token = host.MintJwt();

        var refusal = await host.ConnectInVainAsync(
            "/plain",
            null,
            options =>
            {
                Use(options, http, "bearer." + token);
                options.SetRequestHeader("Origin", host.Address.ToString().TrimEnd('/'));
            },
            _service.Invoker
        );
        using var socket = await _service.ConnectAsync(host, http, "/plain", "bearer." + token);

        Assert.Equal((HttpStatusCode.BadRequest, "subprotocol_missing"), (refusal.Status, refusal.Reason));
        Assert.Null(socket.SubProtocol);
        Assert.Equal("bearer.redacted", await socket.HearAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_token_reaches_no_log_line_no_answer_and_no_later_code(int http)
    {
        await using var host = await _service.StartAsync(http);
        var token = host.MintJwt();

        using var socket = await _service.ConnectAsync(host, http, "/plain", "chat", "bearer." + token);
        var refusal = await host.ConnectInVainAsync(
            "/plain",
            null,
            options => Use(options, http, "chat", "bearer." + token[..^4] + "AAAA"),
            _service.Invoker
        );

        Assert.Equal("credential_invalid", refusal.Reason);
        Assert.Equal("chat,bearer.redacted", await socket.HearAsync());
        LeakWatch.Observe(string.Join(' ', socket.HttpResponseHeaders!.Values.SelectMany(values => values)));
        Assert.DoesNotContain(
            host.Logs.All,
            entry => entry.Category.StartsWith("WsAuth", StringComparison.Ordinal) && LeakWatch.Holds(entry.Message)
        );
    }

    [Fact]
    public async Task A_wrong_or_damaged_one_is_refused_for_its_own_reason()
    {
        await using var host = await _service.StartAsync(1);
        async Task<string?> ReasonAsync(params string[] offered) =>
            (await host.ConnectInVainAsync("/plain", null, options => Use(options, 1, offered))).Reason;

        Assert.Equal("credential_malformed", await ReasonAsync("chat", "bearer.undefined"));
        Assert.Equal(
            "credential_conflict",
            await ReasonAsync("bearer." + host.MintJwt("a"), "bearer." + host.MintJwt("b"))
        );
        Assert.Equal("credential_kind_refused", await ReasonAsync("ticket." + host.MintJwt()));
        Assert.Equal("credential_misplaced", await ReasonAsync("chat", host.MintJwt()));
        Assert.Equal("credential_missing", await ReasonAsync("chat"));
    }

    [Fact]
    public async Task Edge_tokens_take_the_url_safe_form()
    {
        _service.Variables["EDGE_SECRET"] = TestSecrets.Hex();
        await using var host = await _service.StartAsync(1);
        var minter = WsAuth.Client.TokenMinter.For(host.Services);
        var token = LeakWatch.Protect(minter.EdgeToken("edge_1", "+15551234567", urlSafe: true).DangerousGetText());

        using var socket = await _service.ConnectAsync(host, 1, "/edge", "bearer." + token, "chat");

        Assert.Equal("chat", socket.SubProtocol);
    }

    public void Dispose() => _service.Dispose();
}
