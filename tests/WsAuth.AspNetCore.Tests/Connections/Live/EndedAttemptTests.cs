using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Registration;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.State;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A page that was cut off, and saw 1006, asks how its socket ended.</summary>
public sealed class EndedAttemptTests
{
    private readonly string _id = DiagnosticsHost.NewId();

    [Fact]
    public async Task Whoever_holds_the_id_is_told_the_class_and_the_close_code_long_after_the_handshake_is_forgotten()
    {
        var service = Service();
        await using var host = await service.StartAsync();
        using var socket = await OpenAsync(
            host,
            host.MintJwt("u1", content => content.Lifetime = TimeSpan.FromHours(2))
        );
        Assert.Equal("""{"outcome":"accepted"}""", (await host.AskAsync(_id)).Body);

        service.Clock.Advance(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(30));
        WaitUntilEnding(host);
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        WaitUntilEmpty(host);

        var told = await host.AskAsync(_id);
        Assert.Equal(["outcome", "attempt", "reason", "title", "help", "retry", "close_code", "at"], told.Members);
        Assert.Equal(
            ("ended", "expired_while_connected", "refresh_credential", "4401"),
            (told["outcome"], told["reason"], told["retry"], told["close_code"])
        );
        Assert.Equal(told.Body, (await host.AskAsync(told["attempt"]!)).Body);
        service.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.NotFound, (await host.AskAsync(_id)).Status);
    }

    [Fact]
    public async Task The_end_takes_the_place_of_the_handshake_that_is_still_remembered()
    {
        var service = Service();
        await using var host = await service.StartAsync();
        using var socket = await OpenAsync(host, host.MintJwt("u1"));

        await RevocationTests.Live(host).RevokeAsync(Revocation.OfSubject("u1"));
        await ReadCloseAsync(socket);

        var told = await host.AskAsync(_id);
        Assert.Equal(
            ("ended", "revoked_while_connected", "stop", "4403"),
            (told["outcome"], told["reason"], told["retry"], told["close_code"])
        );
        Assert.DoesNotContain("u1", told.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Within_a_class_strangers_are_told_the_same_but_for_id_and_time()
    {
        var service = Service();
        await using var host = await service.StartAsync();
        var other = DiagnosticsHost.NewId();
        using var one = await OpenAsync(host, host.MintJwt("u1"));
        using var two = await host.ConnectAsync($"/first?wsauth_attempt={other}");
        await two.AskAsync(FirstMessageService.Auth(host.MintJwt("somebody else")));
        WaitForConnections(host, 2);

        await RevocationTests.Live(host).RevokeAsync(Revocation.OfSubject("u1"));
        await RevocationTests
            .Live(host)
            .RevokeAsync(Revocation.OfSubjectBefore("somebody else", DateTimeOffset.MaxValue));
        await Task.WhenAll(ReadCloseAsync(one), ReadCloseAsync(two));

        var (first, second) = (await host.AskAsync(_id), await host.AskAsync(other));
        Assert.NotEqual(first["attempt"], second["attempt"]);
        Assert.Equal(
            first.Body.Replace(first["attempt"]!, "", StringComparison.Ordinal),
            second.Body.Replace(second["attempt"]!, "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_the_application_ends_by_a_code_of_its_own_is_told_without_a_reason_and_logged()
    {
        var service = Service();
        await using var host = await service.StartAsync();
        using var socket = await OpenAsync(host, host.MintJwt("u1"));

        await RevocationTests.Live(host).DisconnectAsync(_ => true, 4000, "moved \"away\"");
        await ReadCloseAsync(socket);

        var told = await host.AskAsync(_id);
        Assert.Equal(["outcome", "attempt", "close_code", "at"], told.Members);
        Assert.Equal(("ended", "4000"), (told["outcome"], told["close_code"]));
        var logged = Assert.Single(host.Logs.Handshakes, entry => entry.Id.Name == "connection_disconnected");
        Assert.Equal(5, logged.Id.Id);
        Assert.StartsWith(
            "WebSocket connection ended: disconnected at /ws by the application, which closes with 4000 ",
            logged.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(told["attempt"], logged.Values["AttemptId"]);
    }

    [Fact]
    public async Task An_operator_is_told_what_the_log_has()
    {
        var service = Service(options => options.OperatorPolicy = "operators");
        await using var host = await service.StartAsync();
        using var socket = await OpenAsync(host, host.MintJwt("u1"));
        await RevocationTests.Live(host).RevokeAsync(Revocation.OfSubject("u1"));
        await ReadCloseAsync(socket);

        var told = await host.AskAsync(_id, host.MintJwt("op", content => content.Claims["role"] = "operator"));

        Assert.Equal(("ended", "revoked_while_connected"), (told["outcome"], told["code"]));
        Assert.Equal(("4403", "revoked_while_connected"), (told["close_code"], told["close_text"]));
        Assert.Contains("It was revoked by subject", told["explanation"], StringComparison.Ordinal);
        Assert.Equal(("jwt", "127.0.0.1"), (told["kind"], told["remote_address"]));
        Assert.DoesNotContain("status", told.Members);
    }

    [Fact]
    public async Task The_end_of_another_socket_of_the_same_trace_does_not_replace_what_the_first_is_told()
    {
        var service = Service();
        await using var host = await service.StartAsync();
        var trace = DiagnosticsHost.NewId();
        using var first = await OpenTracedAsync(host, "u1", trace);
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        using var second = await OpenTracedAsync(host, "u2", trace);

        await RevocationTests.Live(host).RevokeAsync(Revocation.OfSubject("u2"));
        await ReadCloseAsync(second);
        Assert.Equal("""{"outcome":"accepted"}""", (await host.AskAsync(trace)).Body);

        await RevocationTests.Live(host).RevokeAsync(Revocation.OfSubject("u1"));
        await ReadCloseAsync(first);
        Assert.Equal("revoked_while_connected", (await host.AskAsync(trace))["reason"]);
    }

    [Fact]
    public async Task The_end_of_another_callers_socket_is_not_told_even_where_both_began_one_trace_at_one_moment()
    {
        var service = Service();
        await using var host = await service.StartAsync();
        var trace = DiagnosticsHost.NewId();
        using var first = await OpenTracedAsync(host, "u1", trace);
        using var second = await OpenTracedAsync(host, "u2", trace);

        await RevocationTests.Live(host).RevokeAsync(Revocation.OfSubject("u2"));
        await ReadCloseAsync(second);

        Assert.Equal("""{"outcome":"accepted"}""", (await host.AskAsync(trace)).Body);
    }

    [Fact]
    public async Task Of_a_socket_whose_key_is_another_since_a_refresh_the_end_is_told_too()
    {
        var service = Service();
        await using var host = await service.StartAsync();
        var trace = DiagnosticsHost.NewId();
        var secret = host.Variables.Get("EDGE_SECRET");
        using var socket = await host.ConnectAsync(
            "/ws",
            secret,
            options =>
            {
                options.SetRequestHeader("traceparent", $"00-{trace}-0123456789abcdef-01");
                options.SetRequestHeader("X-Edge-Agent-Id", "edge_1");
            }
        );
        await socket.AskAsync("hello");
        var live = RevocationTests.Live(host);
        var renewed = await live.RefreshAsync(live.List()[0], RefreshedCallerTests.MintEdge(host, "edge_1"));
        Assert.True(renewed!.IsAccepted);

        await live.RevokeAsync(Revocation.OfSubject("edge_1"));
        await ReadCloseAsync(socket);

        Assert.Equal("revoked_while_connected", (await host.AskAsync(trace))["reason"]);
    }

    [Fact]
    public async Task Ends_push_no_refusal_out()
    {
        var service = Service();
        service.Settings["WsAuth:Journal:Capacity"] = "3";
        await using var host = await service.StartAsync();
        var refused = await host.RefuseAsync();
        var sockets = new List<IDisposable>();
        for (var i = 0; i < 6; i++)
        {
            sockets.Add(await host.ConnectAsync("/ws", host.MintJwt("u1")));
        }

        WaitForConnections(host, 6);
        await RevocationTests.Live(host).RevokeAsync(Revocation.OfSubject("u1"));

        Assert.Equal("credential_invalid", (await host.AskAsync(refused))["reason"]);
        sockets.ForEach(socket => socket.Dispose());
    }

    private static LiveService Service(Action<WsAuthDiagnosticsOptions>? options = null) =>
        new()
        {
            Map = app => app.MapWsAuthDiagnostics(configure: options),
            Configure = builder =>
                builder
                    .Services.AddAuthorizationBuilder()
                    .AddPolicy(
                        "operators",
                        policy => policy.AddAuthenticationSchemes("WsAuth").RequireRole("operator")
                    ),
        };

    private async Task<System.Net.WebSockets.ClientWebSocket> OpenAsync(KestrelHost host, string token)
    {
        var socket = await host.ConnectAsync($"/ws?wsauth_attempt={_id}", token);
        await socket.AskAsync("hello");
        return socket;
    }

    private static async Task<System.Net.WebSockets.ClientWebSocket> OpenTracedAsync(
        KestrelHost host,
        string subject,
        string trace
    )
    {
        var socket = await host.ConnectAsync(
            "/ws",
            host.MintJwt(subject),
            options => options.SetRequestHeader("traceparent", $"00-{trace}-0123456789abcdef-01")
        );
        await socket.AskAsync("hello");
        return socket;
    }
}
