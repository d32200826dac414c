using System.Net;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>What a page asks after 1006: what became of its handshake, under an id that it chose or was told.</summary>
public sealed class AttemptTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Whoever_holds_the_id_is_told_the_class_and_where_to_read_on()
    {
        await using var host = await DiagnosticsHost.StartAsync();
        var id = await host.RefuseAsync();

        var told = await host.AskAsync(id);

        Assert.Equal(HttpStatusCode.OK, told.Status);
        Assert.Equal(["attempt", "reason", "title", "help", "retry", "at"], told.Members);
        Assert.Equal(
            (id, "credential_invalid", "refresh_credential"),
            (told["attempt"], told["reason"], told["retry"])
        );
        Assert.Contains("Cache-Control: no-store", told.Head, StringComparison.Ordinal);
        Assert.Contains("X-Content-Type-Options: nosniff", told.Head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json", told.Head, StringComparison.Ordinal);
        using var page = await host.Http(told["help"]!).GetAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_client_may_choose_an_id_in_the_query_where_it_is_no_credential()
    {
        await using var host = await DiagnosticsHost.StartAsync();
        var id = DiagnosticsHost.NewId();

        var refusal = await host.ConnectInVainAsync($"/ws?wsauth_attempt={id}");
        host.Settle();

        Assert.Equal("credential_missing", refusal.Reason);
        var told = await host.AskAsync(id);
        Assert.Equal((refusal.AttemptId, "credential_missing"), (told["attempt"], told["reason"]));
        Assert.DoesNotContain("wsauth_attempt", host.Logs.Handshakes[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_may_choose_an_id_in_a_header_which_comes_before_the_query()
    {
        await using var host = await DiagnosticsHost.StartAsync();
        var (inHeader, inQuery) = (DiagnosticsHost.NewId(), DiagnosticsHost.NewId());

        await host.ConnectInVainAsync(
            $"/ws?wsauth_attempt={inQuery}",
            configure: socket => socket.SetRequestHeader("X-WsAuth-Attempt", inHeader)
        );
        host.Settle();

        Assert.Equal("credential_missing", (await host.AskAsync(inHeader))["reason"]);
        Assert.Equal(HttpStatusCode.NotFound, (await host.AskAsync(inQuery)).Status);
    }

    [Theory]
    [InlineData("?wsauth_attempt=0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("?wsauth_attempt=0123456789abcdef0123456789abcde")]
    [InlineData("?wsauth_attempt=0123456789abcdef0123456789abcdef0")]
    [InlineData("?wsauth_attempt=0123456789abcdef0123456789abcde%0a")]
    [InlineData("?wsauth_attempt=0123456789abcdef0123456789abcdef&wsauth_attempt=0123456789abcdef0123456789abcdef")]
    [InlineData("?wsauth_attempt=")]
    public async Task What_is_no_id_is_ignored(string query)
    {
        await using var host = await DiagnosticsHost.StartAsync();

        var refusal = await host.ConnectInVainAsync("/ws" + query);
        host.Settle();

        Assert.Equal("credential_missing", refusal.Reason);
        Assert.Equal("credential_missing", (await host.AskAsync(refusal.AttemptId!))["reason"]);
        Assert.Equal(HttpStatusCode.NotFound, (await host.AskAsync("0123456789abcdef0123456789abcdef")).Status);
    }

    [Fact]
    public async Task Nobody_overwrites_what_another_is_told_neither_by_its_id_nor_by_a_trace()
    {
        await using var host = await DiagnosticsHost.StartAsync();
        var chosen = DiagnosticsHost.NewId();
        var own = await host.RefuseAsync($"/ws?wsauth_attempt={chosen}");

        foreach (var id in new[] { chosen, own })
        {
            await host.ConnectInVainAsync($"/ws?wsauth_attempt={id}");
            await host.ConnectInVainAsync("/ws", configure: socket => socket.SetRequestHeader("X-WsAuth-Attempt", id));
            await host.ConnectInVainAsync(
                "/ws",
                configure: socket => socket.SetRequestHeader("traceparent", $"00-{id}-0123456789abcdef-01")
            );
            host.Settle();
        }

        Assert.Equal("credential_invalid", (await host.AskAsync(chosen))["reason"]);
        Assert.Equal("credential_invalid", (await host.AskAsync(own))["reason"]);
    }

    [Fact]
    public async Task A_trace_that_the_client_brings_along_is_the_attempt_id()
    {
        await using var host = await DiagnosticsHost.StartAsync();
        var trace = DiagnosticsHost.NewId();

        var refusal = await host.ConnectInVainAsync(
            "/ws",
            configure: socket => socket.SetRequestHeader("traceparent", $"00-{trace}-0123456789abcdef-01")
        );
        host.Settle();

        Assert.Equal(trace, refusal.AttemptId);
        Assert.Equal("credential_missing", (await host.AskAsync(trace))["reason"]);
    }

    [Fact]
    public async Task An_accepted_handshake_is_accepted_and_nothing_more_is_told()
    {
        await using var host = await DiagnosticsHost.StartAsync();
        var id = DiagnosticsHost.NewId();

        using var socket = await host.ConnectAsync($"/ws?wsauth_attempt={id}", host.MintJwt());
        host.Settle();

        Assert.Equal("""{"outcome":"accepted"}""", (await host.AskAsync(id)).Body);
    }

    [Fact]
    public async Task What_something_else_answered_can_be_asked_about_too()
    {
        await using var host = await DiagnosticsHost.StartAsync();
        var id = DiagnosticsHost.NewId();

        await host.ConnectInVainAsync($"/nowhere?wsauth_attempt={id}");
        host.Settle();

        Assert.Equal("refused_elsewhere", (await host.AskAsync(id))["reason"]);
    }

    [Fact]
    public async Task Whatever_is_not_remembered_has_one_answer()
    {
        await using var host = await DiagnosticsHost.StartAsync(clock: _clock);
        var forgotten = await host.RefuseAsync();
        _clock.Advance(TimeSpan.FromMinutes(6));

        var expected = await host.AskAsync(DiagnosticsHost.NewId());
        string[] ids =
        [
            forgotten,
            forgotten.ToUpperInvariant(),
            forgotten[..31],
            forgotten + "0",
            "",
            ".",
            "a/b",
            "%0d%0aSet-Cookie:%20a=b",
            "%e2%80%ae",
            "<script>",
            new string('a', 4000),
        ];
        foreach (var id in ids)
        {
            Assert.Equal(expected, await host.AskAsync(id));
        }

        Assert.Equal(HttpStatusCode.NotFound, expected.Status);
        Assert.Contains("Retry-After: 1", expected.Head, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-store", expected.Head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json", expected.Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_answers_the_headers_alone_and_other_methods_are_none()
    {
        await using var host = await DiagnosticsHost.StartAsync();
        var url = host.Http($"/ws-auth/attempts/{await host.RefuseAsync()}");

        using var get = await url.GetAsync();
        using var head = await url.SendAsync(HttpMethod.Head);

        Assert.Equal(
            (get.StatusCode, get.Content.Headers.ContentLength),
            (head.StatusCode, head.Content.Headers.ContentLength)
        );
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete })
        {
            using var answer = await url.SendAsync(method);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }
    }
}
