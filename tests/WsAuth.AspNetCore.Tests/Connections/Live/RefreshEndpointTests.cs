using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.RefreshTests;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A client that cannot say it over the socket says it over HTTP.</summary>
public sealed class RefreshEndpointTests : IDisposable
{
    private const string Id = "0123456789abcdef0123456789abcdef";
    private static readonly TimeSpan Five = TimeSpan.FromMinutes(5);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    [Fact]
    public async Task The_answer_says_how_long_the_socket_has_and_it_has()
    {
        var service = new LiveService { Map = app => app.MapWsAuthConnections() };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync($"/ws?wsauth_attempt={Id}", MintFor(host, Five));
        await socket.AskAsync("hello");
        service.Clock.Advance(TimeSpan.FromMinutes(4));

        using var answer = await PostAsync(host, Id, MintFor(host, TimeSpan.FromMinutes(10)));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            """{"session_end":"2026-11-20T12:14:00Z","expires_in":600}""",
            await answer.Content.ReadAsStringAsync()
        );
        service.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("still here", await socket.AskAsync("still here"));
        service.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
        WaitUntilEmpty(host);
        using var late = await PostAsync(host, Id, MintFor(host, TimeSpan.FromMinutes(10)));
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
    }

    [Fact]
    public async Task A_wrong_credential_is_answered_its_class_and_changes_nothing()
    {
        var service = new LiveService { Map = app => app.MapWsAuthConnections() };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync($"/ws?wsauth_attempt={Id}", MintFor(host, Five));
        await socket.AskAsync("hello");
        var before = Only(host).Decision;

        using var missing = await PostAsync(host, Id, null);
        using var others = await PostAsync(host, Id, MintFor(host, Five, "u2"));

        Assert.Equal((HttpStatusCode.Unauthorized, "credential_missing"), Describe(missing));
        Assert.Equal((HttpStatusCode.Unauthorized, "credential_invalid"), Describe(others));
        Assert.NotEqual(missing.Headers.GetValues("X-WsAuth-Attempt"), others.Headers.GetValues("X-WsAuth-Attempt"));
        Assert.Same(before, Only(host).Decision);
        Assert.Contains(host.Logs.Handshakes, entry => entry.Id.Name == "subject_mismatch");
    }

    [Fact]
    public async Task Whatever_is_no_name_of_an_open_socket_has_one_answer()
    {
        var service = new LiveService { Map = app => app.MapWsAuthConnections() };
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, Five));
        await socket.AskAsync("hello");
        var token = MintFor(host, TimeSpan.FromMinutes(10));
        var answers = new HashSet<string>();

        foreach (var id in new[] { Id, "nonsense", Only(host).Id, Only(host).AttemptId, Id.ToUpperInvariant() })
        {
            using var answer = await PostAsync(host, id, token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            answers.Add(await answer.Content.ReadAsStringAsync());
        }

        Assert.Single(answers);
    }

    [Fact]
    public async Task Another_caller_cannot_take_the_name_of_a_socket_and_the_same_one_can()
    {
        var service = new LiveService { Map = app => app.MapWsAuthConnections() };
        await using var host = await service.StartAsync();
        var registry = host.Services.GetRequiredService<ConnectionRegistry>();
        using var lost = await host.ConnectAsync($"/ws?wsauth_attempt={Id}", MintFor(host, Five));
        await lost.AskAsync("hello");
        using var thief = await host.ConnectAsync($"/ws?wsauth_attempt={Id}", MintFor(host, Five, "u2"));
        await thief.AskAsync("hello");
        var first = registry.FindChosen(Id);
        Assert.Equal("u1", first!.Subject);

        using var anew = await host.ConnectAsync($"/ws?wsauth_attempt={Id}", MintFor(host, Five));
        await anew.AskAsync("hello");
        Assert.NotSame(first, registry.FindChosen(Id));
        lost.Abort();
        WaitForConnections(host, 2);
        Assert.Equal("u1", registry.FindChosen(Id)!.Subject);
    }

    [Fact]
    public async Task A_page_that_may_connect_may_refresh_and_others_may_not()
    {
        const string Page = "https://app.example";
        var service = new LiveService { Map = app => app.MapWsAuthConnections() };
        service.Settings["WsAuth:Origins"] = Page;
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync($"/ws?wsauth_attempt={Id}", MintFor(host, Five));
        await socket.AskAsync("hello");
        var before = Only(host).Decision;
        var token = MintFor(host, TimeSpan.FromMinutes(10));

        using var preflight = await PostAsync(host, Id, null, Page, HttpMethod.Options);
        using var foreign = await PostAsync(host, Id, token, "https://evil.example");

        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal(["POST"], preflight.Headers.GetValues("Access-Control-Allow-Methods"));
        Assert.Contains("Authorization", preflight.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.False(foreign.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Same(before, Only(host).Decision);
        using var own = await PostAsync(host, Id, token, Page);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal([Page], own.Headers.GetValues("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_socket_that_a_ticket_opened_is_prolonged_by_a_token_of_its_caller_but_by_no_ticket()
    {
        var clock = new ManualTimeProvider();
        await using var host = await TicketHost.StartAsync(app => app.MapWsAuthConnections(), clock: clock);
        var token = MintFor(host, Five);
        var ticket = (await host.AskForTicketAsync(token, """{"path":"/ws"}""")).Ticket!;
        var another = (await host.AskForTicketAsync(token, """{"path":"/ws"}""")).Ticket!;
        using var socket = await host.ConnectAsync($"/ws?ticket={ticket}&wsauth_attempt={Id}");
        await socket.AskAsync("hello");
        Assert.Equal(TokenKind.Ticket, Only(host).Kind);

        using var refused = await PostAsync(host, Id, another);
        Assert.Equal((HttpStatusCode.Unauthorized, "credential_kind_refused"), Describe(refused));
        using var answer = await PostAsync(host, Id, MintFor(host, TimeSpan.FromHours(1)));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(TokenKind.Jwt, Only(host).Kind);
        clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("still here", await socket.AskAsync("still here"));
        clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task A_socket_without_an_end_says_so()
    {
        var service = new LiveService { Map = app => app.MapWsAuthConnections() };
        await using var host = await service.StartAsync();
        var secret = host.Variables.Get("EDGE_SECRET");
        using var socket = await host.ConnectAsync($"/ws?wsauth_attempt={Id}", secret);
        await socket.AskAsync("hello");

        using var answer = await PostAsync(host, Id, secret);

        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(JsonValueKind.Null, body.RootElement.GetProperty("session_end").ValueKind);
        Assert.Equal(JsonValueKind.Null, body.RootElement.GetProperty("expires_in").ValueKind);
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> PostAsync(
        KestrelHost host,
        string id,
        string? token,
        string? origin = null,
        HttpMethod? method = null
    )
    {
        using var request = new HttpRequestMessage(
            method ?? HttpMethod.Post,
            host.Http($"/ws-auth/connections/{id}/refresh")
        );
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        var answer = await _client.SendAsync(request);
        LeakWatch.Observe(await answer.Content.ReadAsStringAsync());
        return answer;
    }

    private static (HttpStatusCode Status, string? Reason) Describe(HttpResponseMessage answer) =>
        (answer.StatusCode, answer.Headers.GetValues("X-WsAuth-Reason").SingleOrDefault());
}
