using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests;

public sealed class TicketClientTests
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });

    [Fact]
    public async Task A_fetched_ticket_opens_its_own_url_once()
    {
        await using var host = await StartAsync();

        var ticket = await Tickets(host).FetchAsync(TokenMinter.For(host.Services).Jwt("u1"));
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(ticket.DangerousGetUrl(), default);

        Assert.Equal("hello", await socket.AskAsync("hello"));
        Assert.Equal(TokenKind.Ticket, ticket.Token.Kind);
        Assert.InRange(
            ticket.ExpiresAt,
            TimeProvider.System.GetUtcNow(),
            TimeProvider.System.GetUtcNow().AddSeconds(30)
        );
        LeakWatch.ProtectToken(ticket.Token.DangerousGetText());
        LeakWatch.Observe(ticket + ticket.Token.ToString());
    }

    [Fact]
    public async Task It_may_stand_in_the_header_or_be_added_to_any_url()
    {
        await using var host = await StartAsync();
        var minter = TokenMinter.For(host.Services);
        var inHeader = (await Tickets(host).FetchAsync(minter.Jwt("u1"))).Token;
        var inQuery = (await Tickets(host).FetchAsync(minter.Jwt("u1"), path: "/ws")).Token;

        using var first = new ClientWebSocket();
        first.Options.SetCredential(inHeader);
        await first.ConnectAsync(host.WebSocket("/ws"), default);
        using var second = new ClientWebSocket();
        await second.ConnectAsync(inQuery.DangerousAddToQuery(host.WebSocket("/ws?session_id=s1")), default);

        Assert.Equal(("a", "b"), (await first.AskAsync("a"), await second.AskAsync("b")));
    }

    [Fact]
    public async Task Every_kind_goes_into_a_query_encoded()
    {
        await using var host = await StartAsync();
        var edge = TokenMinter.For(host.Services).EdgeToken("edge?~¿ÿ>>>", "+1");

        var query = edge.DangerousAddToQuery(new Uri("wss://api.example/edge/ws?a=%2B")).Query;

        Assert.StartsWith("?a=%2B&access_token=", query, StringComparison.Ordinal);
        Assert.Equal(edge.DangerousGetText(), Uri.UnescapeDataString(query["?a=%2B&access_token=".Length..]));
        Assert.DoesNotContain('+', query);
    }

    [Fact]
    public async Task A_refusal_says_why_and_when_to_ask_again()
    {
        await using var host = await StartAsync();
        var token = TokenMinter.For(host.Services).Jwt("u1");
        for (var i = 0; i < 5; i++)
        {
            await Tickets(host).FetchAsync(token);
        }

        var tooMany = await Assert.ThrowsAsync<TicketRefusedException>(() => Tickets(host).FetchAsync(token));
        var nobody = await Assert.ThrowsAsync<TicketRefusedException>(() => Tickets(host).FetchAsync());

        Assert.Equal(
            (HttpStatusCode.TooManyRequests, "too_many_tickets"),
            (tooMany.Refusal.Status, tooMany.Refusal.Reason)
        );
        Assert.InRange(tooMany.RetryAfter!.Value.TotalSeconds, 1, 30);
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "credential_missing"),
            (nobody.Refusal.Status, nobody.Refusal.Reason)
        );
    }

    [Fact]
    public async Task An_answer_that_is_none_of_a_ticket_endpoint_is_not_quoted()
    {
        await using var host = await StartAsync();

        var fault = await Assert.ThrowsAsync<HttpRequestException>(() =>
            new TicketClient(Http, host.Http("/other")).FetchAsync()
        );

        Assert.EndsWith(
            "/other is none of a ticket endpoint (JsonReaderException).",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{"ticket":null,"expires_in":30,"path":"/ws"}""")]
    [InlineData("""{"ticket":"","expires_in":30,"path":"/ws"}""")]
    [InlineData("""{"ticket":"a\r\nb","expires_in":30,"path":"/ws"}""")]
    [InlineData("""{"ticket":7,"expires_in":30,"path":"/ws"}""")]
    [InlineData("""{"ticket":"abc","expires_in":9223372036854775807,"path":"/ws"}""")]
    [InlineData("""{"ticket":"abc","expires_in":800000000000,"path":"/ws"}""")]
    [InlineData("""{"ticket":"abc","expires_in":30,"path":null}""")]
    [InlineData("""{"ticket":"abc","expires_in":30,"url":"/no-host"}""")]
    [InlineData("""{"ticket":"abc","path":"/ws"}""")]
    [InlineData("[]")]
    public async Task An_answer_without_a_ticket_that_can_be_sent_is_an_HTTP_error(string answer)
    {
        await using var host = await KestrelHost.StartAsync(
            app => app.Map("/odd", context => context.Response.WriteAsync(answer)),
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

        var fault = await Assert.ThrowsAsync<HttpRequestException>(() =>
            new TicketClient(Http, host.Http("/odd")).FetchAsync()
        );

        Assert.Contains("/odd is none of a ticket endpoint", fault.Message, StringComparison.Ordinal);
    }

    private static TicketClient Tickets(KestrelHost host) => new(Http, host.Http("/auth/ws-ticket"));

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
                app.MapWsAuthTickets("/auth/ws-ticket");
                app.Map("/other", context => context.Response.WriteAsync("<html>"));
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex(), ["EDGE_SECRET"] = TestSecrets.Hex() }
        );
}
