using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Credentials;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Client.Tests;

/// <summary>Every kind of credential in every place, as this client puts it there, against a real server.</summary>
public sealed class AttachingTests
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });

    public static TheoryData<string, CredentialLocations, string> KindsAndPlaces()
    {
        var all = new TheoryData<string, CredentialLocations, string>();
        foreach (var kind in new[] { "jwt", "shared-secret", "edge-token", "ticket" })
        {
            all.Add(kind, CredentialLocations.AuthorizationHeader, "Authorization");
            all.Add(kind, CredentialLocations.SubProtocol, "sub-protocol");
            all.Add(kind, CredentialLocations.QueryAccessToken, "query");
            all.Add(kind, CredentialLocations.FirstMessage, "first message");
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(KindsAndPlaces))]
    public async Task Every_kind_is_accepted_in_every_place(string kind, CredentialLocations location, string logged)
    {
        await using var host = await StartAsync();
        var token = await ObtainAsync(host, kind);
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(host.WebSocket("/all?edge_agent_id=edge?~¿ÿ>>>"), new Answering(token), location);

        Assert.StartsWith("edge?~¿ÿ>>> ", await socket.AskAsync("who"), StringComparison.Ordinal);
        var log = Assert.Single(host.Logs.Handshakes, it => it.Message.Contains("at /all", StringComparison.Ordinal));
        Assert.Contains($"location {logged}", log.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_sub_protocol_beside_the_credential_is_the_one_that_is_spoken()
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();

        socket.Options.AddCredentialSubProtocol(await ObtainAsync(host, "jwt"), "chat.v2", "chat.v1");
        await socket.ConnectAsync(host.WebSocket("/all"), default);

        Assert.Equal("chat.v2", socket.SubProtocol);
    }

    [Fact]
    public async Task A_credential_that_is_illegal_in_a_sub_protocol_is_told_by_its_place_and_not_quoted()
    {
        using var socket = new ClientWebSocket();
        var secret = TestSecrets.Hex();

        var illegal = Assert.Throws<ArgumentException>(() =>
            socket.Options.AddCredentialSubProtocol(
                MintedToken.FromText(secret + "/" + TestSecrets.Hex(), TokenKind.SharedSecret)
            )
        );

        Assert.StartsWith(
            "This shared-secret cannot be a sub-protocol: its character 65 of 129 is illegal there.",
            illegal.Message,
            StringComparison.Ordinal
        );
        await using var host = await StartAsync();
        Assert.Equal("", await OfferedAsync(host, socket));
    }

    [Fact]
    public void A_credential_that_is_offered_twice_is_an_error_that_does_not_quote_it()
    {
        using var socket = new ClientWebSocket();
        // The framework's own message has it, so LeakWatch must not know this one.
        var token = MintedToken.FromText("not-a-protected-text", TokenKind.Jwt);
        socket.Options.AddCredentialSubProtocol(token);

        var twice = Assert.Throws<InvalidOperationException>(() => socket.Options.AddCredentialSubProtocol(token));

        Assert.DoesNotContain("not-a-protected-text", twice.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_from_elsewhere_goes_into_the_header_and_a_refusal_can_be_read()
    {
        await using var host = await StartAsync();
        using var good = new ClientWebSocket();
        good.Options.SetCredential(host.MintJwt("edge1"));
        await good.ConnectAsync(host.WebSocket("/all"), default);
        Assert.StartsWith("edge1 ", await good.AskAsync("who"), StringComparison.Ordinal);

        using var forged = new ClientWebSocket();
        forged.Options.SetCredential(host.MintJwt("edge1")[..^4] + "AAAA");
        await Assert.ThrowsAsync<WebSocketException>(() => forged.ConnectAsync(host.WebSocket("/all"), default));
        Assert.Equal("credential_invalid", forged.GetHandshakeRefusal()?.Reason);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("Bearer abc", "pass what follows it")]
    [InlineData("bearer abc", "pass what follows it")]
    [InlineData("abc\r\nX-Admin: 1", "control character")]
    [InlineData("abc\n", "control character")]
    [InlineData(" abc", "white space")]
    [InlineData("abc ", "white space")]
    [InlineData("abc\u00e9", "beyond ASCII")]
    public void A_text_that_cannot_stand_in_a_header_is_an_error(string text, string expected)
    {
        using var socket = new ClientWebSocket();

        var fault = Assert.Throws<ArgumentException>(() => socket.Options.SetCredential(text));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Contains(
            expected,
            Assert.Throws<ArgumentException>(() => MintedToken.FromText(text, TokenKind.Jwt)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_url_takes_one_credential()
    {
        var token = MintedToken.FromText("a.b.c", TokenKind.Jwt);
        var url = token.DangerousAddToQuery(new Uri("wss://api.example/ws?xaccess_token=1"));

        Assert.Equal("wss://api.example/ws?xaccess_token=1&access_token=a.b.c", url.ToString());
        Assert.Contains(
            "already has a credential",
            Assert.Throws<ArgumentException>(() => token.DangerousAddToQuery(url)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("jwt", "Send it in the header, or fetch a ticket with it (TicketClient) and send that.")]
    [InlineData("ticket", "Have the server put fewer claims into tickets (WsAuth:Tickets:Claims).")]
    public async Task A_query_takes_4096_characters_and_what_is_longer_is_told_what_to_do_instead(
        string kind,
        string fix
    )
    {
        await using var host = await StartAsync();
        var url = host.WebSocket("/offered");
        MintedToken Of(int length) =>
            MintedToken.FromText(
                LeakWatch.ProtectToken($"eyJ.{TestSecrets.Hex()}".PadRight(length, 'x')),
                new TokenKind(kind)
            );
        using var socket = new ClientWebSocket();

        var fault = await Assert.ThrowsAsync<ArgumentException>(() =>
            socket.ConnectAsync(url, new Answering(Of(4097)), CredentialLocations.QueryAccessToken)
        );

        LeakWatch.Observe(fault.ToString());
        Assert.Equal($"This {kind} has 4097 characters; 4096 may stand in a query. {fix}", fault.Message);
        Assert.Equal(WebSocketState.None, socket.State);
        Assert.NotNull(Of(4096).DangerousAddToQuery(url));
    }

    [Fact]
    public async Task The_longest_that_this_client_puts_into_a_query_is_the_longest_that_the_server_reads_there()
    {
        await using var host = await StartAsync();
        var minter = TokenMinter.For(host.Services);
        var padding = 4096 - minter.Jwt("u1", Pad(0)).DangerousGetText().Length;
        var longest = minter.Jwt("u1", Pad(padding * 3 / 4));
        LeakWatch.ProtectToken(longest.DangerousGetText());
        Assert.InRange(longest.DangerousGetText().Length, 4093, 4096);
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(host.WebSocket("/all"), new Answering(longest), CredentialLocations.QueryAccessToken);

        Assert.StartsWith("u1 ", await socket.AskAsync("who"), StringComparison.Ordinal);

        static Action<JwtContent> Pad(int length) => jwt => jwt.Claims["pad"] = new string('p', length);
    }

    private static async Task<string> OfferedAsync(KestrelHost host, ClientWebSocket socket)
    {
        await socket.ConnectAsync(host.WebSocket("/offered"), default);
        return await socket.HearAsync();
    }

    private static async Task<MintedToken> ObtainAsync(KestrelHost host, string kind)
    {
        var minter = TokenMinter.For(host.Services);
        var token = kind switch
        {
            "jwt" => minter.Jwt("edge?~¿ÿ>>>"),
            "shared-secret" => minter.SharedSecret(),
            "edge-token" => minter.EdgeToken("edge?~¿ÿ>>>", "+15551234567"),
            _ => (
                await new TicketClient(Http, host.Http("/tickets")).FetchAsync(minter.Jwt("edge?~¿ÿ>>>"), "/all")
            ).Token,
        };
        _ = token.Kind.Equals(TokenKind.EdgeToken)
            ? LeakWatch.Protect(token.DangerousGetText()[^60..])
            : LeakWatch.ProtectToken(token.DangerousGetText());
        return token;
    }

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/all", EchoEndpoint.TellSessionAsync)
                    .RequireWsAuth(endpoint =>
                    {
                        endpoint.Kinds = [TokenKind.Jwt, TokenKind.SharedSecret, TokenKind.EdgeToken, TokenKind.Ticket];
                        endpoint.FirstMessage = true;
                    });
                app.MapWsAuthTickets("/tickets");
                app.Map("/offered", TellOfferedAsync);
            },
            new Dictionary<string, string?> { ["WsAuth:Query:AccessToken"] = "true" },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex(), ["EDGE_SECRET"] = TestSecrets.Hex() }
        );

    private static async Task TellOfferedAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var offered = System.Text.Encoding.UTF8.GetBytes(context.Request.Headers.SecWebSocketProtocol.ToString());
        await socket.SendAsync(offered, WebSocketMessageType.Text, true, context.RequestAborted);
    }
}
