using System.Net.WebSockets;
using WsAuth.State;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.RefreshTests;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>What is not of the caller that opened the socket prolongs it by nothing, and is explained and counted as a handshake is.</summary>
public sealed class RefusedRefreshTests
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Five = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_wrong_credential_changes_nothing()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        await using var stranger = await new LiveService().StartAsync();
        var expired = MintFor(host, TimeSpan.FromMinutes(1));
        using var socket = await host.ConnectAsync("/ws", MintFor(host, Five));
        await socket.AskAsync("hello");
        service.Clock.Advance(TimeSpan.FromMinutes(2));
        var connection = Only(host);
        var before = connection.Decision;

        foreach (
            var (credential, reason) in new (string, string?)[]
            {
                (MintFor(host, TimeSpan.FromHours(1), "u2"), "subject_mismatch"),
                (expired, "token_expired"),
                (MintFor(stranger, TimeSpan.FromHours(1)), "key_unknown"),
                ("", null),
                ("nonsense", "secret_mismatch"),
                (host.MintJwt("u1", content => content.Issuer = "https://other.example"), "subject_mismatch"),
                (RefreshedCallerTests.MintEdge(host, "u1"), "subject_mismatch"),
            }
        )
        {
            var decision = await RefreshTests.Live(host).RefreshAsync(connection, credential);
            Assert.False(decision!.IsAccepted);
            Assert.Equal(reason ?? decision.Refusal!.Reason.Code, decision.Refusal!.Reason.Code);
            Assert.Same(before, connection.Decision);
        }

        service.Clock.Advance(TimeSpan.FromMinutes(3) + Skew);
        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task What_is_revoked_prolongs_nothing_and_a_refreshed_socket_is_revoked_by_its_new_token()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1", content => content.TokenId = "t-1"));
        await socket.AskAsync("hello");
        await RefreshTests.Live(host).RevokeAsync(Revocation.OfToken("t-0"));

        var refused = await RefreshTests
            .Live(host)
            .RefreshAsync(Only(host), host.MintJwt("u1", content => content.TokenId = "t-0"));
        Assert.Equal("token_revoked", refused!.Refusal?.Reason.Code);
        await RefreshTests.Live(host).RefreshAsync(Only(host), host.MintJwt("u1", content => content.TokenId = "t-2"));

        Assert.Equal(0, await RefreshTests.Live(host).RevokeAsync(Revocation.OfToken("t-1")));
        Assert.Equal(1, await RefreshTests.Live(host).RevokeAsync(Revocation.OfToken("t-2")));
        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(socket));
    }
}
