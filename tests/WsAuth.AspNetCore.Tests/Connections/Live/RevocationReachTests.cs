using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.Client;
using WsAuth.Secrets;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>How far a revocation reaches: to tickets by what bought them, to whom only claims, to the keys of issuers; and what it leaves as it is.</summary>
public sealed class RevocationReachTests
{
    private readonly LiveService _service = new() { Map = app => app.MapWsAuthTickets("/tickets") };

    [Fact]
    public async Task By_subject_and_time_a_ticket_counts_by_what_bought_it_however_new_it_is()
    {
        await using var host = await _service.StartAsync();
        var parent = host.MintJwt("u1");
        _service.Clock.Advance(TimeSpan.FromMinutes(1));
        var passwordChangedAt = _service.Clock.GetUtcNow() - TimeSpan.FromSeconds(30);
        var path = await BuyAsync(host, parent);
        using var socket = await host.ConnectAsync(await BuyAsync(host, parent));
        await socket.AskAsync("hello");

        Assert.Equal(
            1,
            await RevocationTests.Live(host).RevokeAsync(Revocation.OfSubjectBefore("u1", passwordChangedAt))
        );

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
        Assert.Equal("credential_invalid", (await host.ConnectInVainAsync(path)).Reason);
        using var later = await host.ConnectAsync(await BuyAsync(host, host.MintJwt("u1")));
        Assert.Equal("hello", await later.AskAsync("hello"));
    }

    [Fact]
    public async Task By_token_id_the_sockets_are_closed_that_its_tickets_opened()
    {
        await using var host = await _service.StartAsync();
        var parent = host.MintJwt("u1", content => content.TokenId = "t-1");
        var path = await BuyAsync(host, parent);
        using var socket = await host.ConnectAsync(await BuyAsync(host, parent));
        await socket.AskAsync("hello");

        Assert.Equal(1, await RevocationTests.Live(host).RevokeAsync(Revocation.OfToken("t-1")));

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
        Assert.Equal("credential_invalid", (await host.ConnectInVainAsync(path)).Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_may_be_used_once_is_not_used_up_while_it_is_revoked(bool isTicket)
    {
        _service.Settings["WsAuth:EdgeToken:SingleUse"] = "true";
        await using var host = await _service.StartAsync();
        var (path, token) = isTicket
            ? (await BuyAsync(host, host.MintJwt("u1")), null)
            : ("/ws", LeakWatch.Protect(TokenMinter.For(host.Services).EdgeToken("u1").DangerousGetText()));
        await RevocationTests.Live(host).RevokeAsync(Revocation.OfSubject("u1"), TimeSpan.FromSeconds(10));
        Assert.Equal("credential_invalid", (await host.ConnectInVainAsync(path, token)).Reason);
        Assert.Equal("token_revoked", host.Logs.Handshakes[^1].Id.Name);

        _service.Clock.Advance(TimeSpan.FromSeconds(10));

        using var socket = await host.ConnectAsync(path, token);
        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    [Fact]
    public async Task By_subject_who_only_claims_to_be_it_is_concerned_too()
    {
        await using var host = await _service.StartAsync();
        var secret = host.Variables.Get("EDGE_SECRET");
        static void AsAgent(ClientWebSocketOptions options) => options.SetRequestHeader("X-Edge-Agent-Id", "edge_1");
        using var socket = await host.ConnectAsync("/ws", secret, AsAgent);
        using var other = await host.ConnectAsync("/ws", secret);
        await socket.AskAsync("hello");

        Assert.Equal(1, await RevocationTests.Live(host).RevokeAsync(Revocation.OfSubject("edge_1")));

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
        Assert.Equal("credential_invalid", (await host.ConnectInVainAsync("/ws", secret, AsAgent)).Reason);
        Assert.Equal("still here", await other.AskAsync("still here"));
    }

    [Fact]
    public async Task By_an_issuers_key_what_it_verified_is_closed_and_refused()
    {
        using var folder = new TestFolder();
        var key = IssuingKey.For("ES256");
        _service.Settings["WsAuth:Jwt:Issuers:idp:Issuer"] = "https://idp.example";
        _service.Settings["WsAuth:Jwt:Issuers:idp:Key"] = "file:" + folder.Write("idp.pem", key.PublicPem);
        await using var host = await _service.StartAsync();
        var end = _service.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds();
        var token = key.Sign($$"""{"iss":"https://idp.example","sub":"u1","exp":{{end}}}""");
        using var socket = await host.ConnectAsync("/ws", token);
        await socket.AskAsync("hello");
        var fingerprint = RevocationTests.Live(host).List().Single().KeyFingerprint!;
        Assert.StartsWith("jkt:", fingerprint, StringComparison.Ordinal);

        Assert.Equal(1, await RevocationTests.Live(host).RevokeAsync(Revocation.OfKey(fingerprint)));

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
        Assert.Equal("credential_invalid", (await host.ConnectInVainAsync("/ws", token)).Reason);
        using var own = await host.ConnectAsync("/ws", host.MintJwt());
    }

    [Fact]
    public async Task By_key_the_sockets_are_counted_and_closed_that_its_tickets_opened_and_its_tickets_are_refused()
    {
        await using var host = await _service.StartAsync();
        var live = RevocationTests.Live(host);
        using var socket = await host.ConnectAsync(await BuyAsync(host, host.MintJwt("u1")));
        await socket.AskAsync("hello");
        WaitForConnections(host, 1);
        var path = await BuyAsync(host, host.MintJwt("u1"));
        var uses = live.KeysInUse();
        Assert.Equal(2, uses.Count);
        Assert.All(uses, use => Assert.Equal((TokenKind.Ticket, 1), (use.Kind, use.Count)));
        var own = Assert.Single(uses, use => !use.IsOfParent);
        var parent = Assert.Single(uses, use => use.IsOfParent);
        var jwt = host.Services.GetRequiredService<SecretResolver>().GetRing("jwt").Current!.Fingerprint;
        Assert.Equal(jwt, parent.KeyFingerprint);
        Assert.Equal(jwt, Assert.Single(live.List()).ParentKeyFingerprint);
        Assert.NotEqual(jwt, own.KeyFingerprint);

        Assert.Equal(1, await live.RevokeAsync(Revocation.OfKey(jwt)));

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
        await host.ConnectInVainAsync(path);
        Assert.Equal("token_revoked", host.Logs.Handshakes[^1].Id.Name);
        WaitForConnections(host, 0);
        Assert.Empty(live.KeysInUse());
    }

    private static async Task<string> BuyAsync(KestrelHost host, string token) =>
        $"/ws?ticket={(await host.AskForTicketAsync(token, """{"path":"/ws"}""", "/tickets")).Ticket}";
}
