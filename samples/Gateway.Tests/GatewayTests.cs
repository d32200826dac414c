using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using WsAuth.Client;
using Xunit;

namespace Gateway.Tests;

public sealed class GatewayTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task A_minted_token_opens_the_socket()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential(gateway.Minter.Jwt("u1"));
        await socket.ConnectAsync(gateway.WebSocket("/ws"), default);

        Assert.Equal("""{"type":"pong"}""", await AskAsync(socket, """{"type": "ping"}"""));
        Assert.Equal("anything else", await AskAsync(socket, "anything else"));
    }

    [Fact]
    public async Task A_token_opens_it_from_every_place_that_a_browser_can_reach()
    {
        var token = gateway.Minter.Jwt("u1").DangerousGetText();
        using var bySubProtocol = new ClientWebSocket();
        bySubProtocol.Options.AddSubProtocol("chat.v1");
        bySubProtocol.Options.AddSubProtocol("bearer." + token);
        await bySubProtocol.ConnectAsync(gateway.WebSocket("/ws"), default);
        using var byQuery = new ClientWebSocket();
        await byQuery.ConnectAsync(new Uri($"{gateway.WebSocket("/ws")}?access_token={token}"), default);
        using var byMessage = new ClientWebSocket();
        await byMessage.ConnectAsync(gateway.WebSocket("/ws/first"), default);

        Assert.Equal("chat.v1", bySubProtocol.SubProtocol);
        Assert.Equal("echo", await AskAsync(bySubProtocol, "echo"));
        Assert.Equal("echo", await AskAsync(byQuery, "echo"));
        Assert.Equal(
            """{"action":"auth_ok"}""",
            await AskAsync(byMessage, $$"""{"action":"auth","token":"{{token}}"}""")
        );
        Assert.Equal("echo", await AskAsync(byMessage, "echo"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_hub_knows_its_caller_by_header_and_by_query(bool isQuery)
    {
        const string endOfRecord = "\u001e";
        var token = gateway.Minter.Jwt("u1").DangerousGetText();
        using var socket = new ClientWebSocket();
        if (!isQuery)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        }

        var query = isQuery ? $"?access_token={token}" : "";
        await socket.ConnectAsync(new Uri($"{gateway.WebSocket("/hub")}{query}"), default);

        Assert.Equal("{}" + endOfRecord, await AskAsync(socket, """{"protocol":"json","version":1}""" + endOfRecord));
        Assert.Contains(
            "\"result\":\"u1\"",
            await AskAsync(socket, """{"type":1,"invocationId":"1","target":"WhoAmI","arguments":[]}""" + endOfRecord),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Pages_load_the_module_that_connects_again()
    {
        using var client = new HttpClient { BaseAddress = gateway.ClientOptions.BaseAddress };
        using var module = await client.GetAsync("/wsauth.mjs");

        Assert.Equal("text/javascript", module.Content.Headers.ContentType?.MediaType);
        Assert.Contains("export function connect(", await module.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_links_to_the_page_that_explains_it()
    {
        using var client = new HttpClient { BaseAddress = gateway.ClientOptions.BaseAddress };
        using var refused = await client.GetAsync("/api/whoami");
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();

        var page = await client.GetStringAsync(problem.GetProperty("type").GetString());

        Assert.StartsWith("# credential_missing\n", page, StringComparison.Ordinal);
        Assert.Contains("## What to do", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_became_of_a_handshake_can_be_asked_under_an_id_of_the_clients_own()
    {
        using var client = new HttpClient { BaseAddress = gateway.ClientOptions.BaseAddress };
        var id = Guid.NewGuid().ToString("N");
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential(gateway.Minter.Jwt("u1"));
        await socket.ConnectAsync(gateway.WebSocket($"/ws?wsauth_attempt={id}"), default);
        await AskAsync(socket, "the handshake is over");

        var told = await client.GetFromJsonAsync<JsonElement>($"/ws-auth/attempts/{id}");

        Assert.Equal("accepted", told.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task An_expired_token_is_refused_and_the_client_can_say_why()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential(gateway.Minter.Jwt("u1", jwt => jwt.Lifetime = TimeSpan.FromMinutes(-10)));

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(gateway.WebSocket("/ws"), default));

        Assert.Equal(
            (HttpStatusCode.Unauthorized, "token_expired"),
            (socket.GetHandshakeRefusal()!.Status, socket.GetHandshakeRefusal()!.Reason)
        );
    }

    [Fact]
    public async Task An_edge_agent_connects_with_the_shared_secret()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetCredential(gateway.Minter.SharedSecret());
        await socket.ConnectAsync(gateway.WebSocket("/edge/ws?edge_agent_id=edge_1"), default);

        Assert.Equal("""{"type":"pong"}""", await AskAsync(socket, """{"type":"ping"}"""));
    }

    [Fact]
    public async Task A_ticket_opens_one_socket()
    {
        using var http = gateway.CreateClient();
        var tickets = new TicketClient(http, new Uri(gateway.ClientOptions.BaseAddress, "/auth/ws-ticket"));
        var ticket = await tickets.FetchAsync(gateway.Minter.Jwt("u1"));
        using var first = new ClientWebSocket();
        using var second = new ClientWebSocket();
        second.Options.CollectHttpResponseDetails = true;

        await first.ConnectAsync(ticket.DangerousGetUrl(), default);
        await Assert.ThrowsAsync<WebSocketException>(() => second.ConnectAsync(ticket.DangerousGetUrl(), default));

        Assert.Equal("""{"type":"pong"}""", await AskAsync(first, """{"type":"ping"}"""));
        Assert.Equal("ticket_used", second.GetHandshakeRefusal()!.Reason);
    }

    [Fact]
    public async Task Rest_under_the_same_scheme_takes_the_same_token()
    {
        using var client = gateway.CreateClient();
        client.DefaultRequestHeaders.Authorization = gateway
            .Minter.Jwt("u1", jwt => jwt.Claims["role"] = "operator")
            .ToAuthorizationHeader();

        var me = await client.GetFromJsonAsync<JsonElement>("/api/whoami");

        Assert.Equal("u1", me.GetProperty("subject").GetString());
        Assert.Equal("session_u1", me.GetProperty("requestedSessionId").GetString());
    }

    [Fact]
    public async Task Rest_without_a_token_is_refused()
    {
        using var client = gateway.CreateClient();

        var answer = await client.GetAsync("/api/whoami");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("credential_missing", answer.Headers.GetValues("X-WsAuth-Reason").Single());
    }

    private static async Task<string> AskAsync(WebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);
        var buffer = new byte[256];
        var received = await socket.ReceiveAsync(buffer, default);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
