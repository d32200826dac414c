using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>The code of docs/live-connections.md, which stands here, does what the page says.</summary>
public sealed class LiveConnectionsPageTests
{
    [Fact]
    public async Task Each_way_to_revoke_reaches_the_open_socket_that_it_concerns()
    {
        await using var host = await StartAsync();
        var live = host.Services.GetRequiredService<LiveConnections>();
        var (jti, passwordChangedAt) = ("t-1", TimeProvider.System.GetUtcNow().AddMinutes(1));
        using var byToken = await host.ConnectAsync("/ws", host.MintJwt("u3", content => content.TokenId = jti));
        using var bySubject = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        Assert.True(SpinWait.SpinUntil(() => live.Count == 2, TimeSpan.FromSeconds(30)));

        await live.RevokeAsync(Revocation.OfToken(jti), keepFor: TimeSpan.FromHours(1));
        int closed = await live.RevokeAsync(Revocation.OfSubject("u1"), TimeSpan.FromHours(1));
        await live.RevokeAsync(Revocation.OfSubjectBefore("u1", passwordChangedAt), TimeSpan.FromHours(1));
        await live.RevokeAsync(Revocation.OfKey("fp:1a2b3c4d5e6f"), TimeSpan.FromDays(1));

        Assert.Equal(1, closed);
        Assert.Equal((4403, "revoked_while_connected"), await LiveService.ReadCloseAsync(byToken));
        Assert.Equal((4403, "revoked_while_connected"), await LiveService.ReadCloseAsync(bySubject));
    }

    [Fact]
    public async Task Operators_list_who_is_connected_and_close_one_and_nothing_is_warned_about_at_start()
    {
        await using var host = await StartAsync();
        var ops = host.MintJwt("o1", content => content.Claims["role"] = "ops");
        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        await socket.AskAsync("hello");

        using var stranger = await host.Http("/ops/connections").GetAsync(host.MintJwt("u1"));
        using var listed = await host.Http("/ops/connections").GetAsync(ops);
        var body = await listed.Content.ReadAsStringAsync();
        var id = Assert.Single(host.Services.GetRequiredService<LiveConnections>().List()).Id;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new("Bearer", ops);
        using var closed = await http.DeleteAsync(host.Http($"/ops/connections/{id}"));

        Assert.Equal((403, 200, 200), ((int)stranger.StatusCode, (int)listed.StatusCode, (int)closed.StatusCode));
        Assert.Contains($"\"id\":\"{id}\"", body, StringComparison.Ordinal);
        Assert.Equal((4000, "moved"), await LiveService.ReadCloseAsync(socket));
        Assert.DoesNotContain(host.Logs.All, line => line.Id.Id is 2102 or 2111);
    }

    [Fact]
    public async Task The_attempt_id_of_a_log_line_finds_its_connection()
    {
        await using var host = await StartAsync();
        var live = host.Services.GetRequiredService<LiveConnections>();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        await socket.AskAsync("hello");
        var attemptId = (string)host.Logs.Handshakes[^1].Values["AttemptId"]!;

        var found = live.List(connection => connection.AttemptId == attemptId);

        Assert.Equal("u1", Assert.Single(found).Subject);
        Assert.Same(found[0], live.Find(found[0].Id));
        Assert.Null(live.Find(attemptId));
    }

    [Fact]
    public async Task Who_is_no_member_any_more_is_asked_about()
    {
        await using var host = await StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        await socket.AskAsync("hello");
        var connection = Assert.Single(host.Services.GetRequiredService<LiveConnections>().List());
        await using var scope = host.Services.CreateAsyncScope();
        var revalidator = Assert.Single(scope.ServiceProvider.GetServices<IConnectionRevalidator>());

        Assert.False(await revalidator.IsStillAllowedAsync(connection, CancellationToken.None));
    }

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);

                var ops = app.MapGroup("/ops").RequireWsAuth(TokenKind.Jwt).RequireAuthorization("ops");
                ops.MapGet(
                    "/connections",
                    (LiveConnections live) =>
                        live.List()
                            .Select(connection => new
                            {
                                connection.Id,
                                connection.Subject,
                                connection.AttemptId,
                                connection.Since,
                                connection.Until,
                            })
                );
                ops.MapDelete(
                    "/connections/{id}",
                    (LiveConnections live, string id) =>
                        live.DisconnectAsync(connection => connection.Id == id, 4000, "moved")
                );
            },
            configure: builder =>
            {
                builder.Services.AddScoped<MemberDatabase>();
                builder.Services.AddWsAuth(builder.Configuration).AddConnectionRevalidator<StillMember>();
                builder.Services.AddAuthorizationBuilder().AddPolicy("ops", policy => policy.RequireRole("ops"));
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    internal sealed class MemberDatabase
    {
        public ValueTask<bool> IsMemberAsync(string subject, CancellationToken cancellationToken) =>
            ValueTask.FromResult(subject != "u1" && !cancellationToken.IsCancellationRequested);
    }

    internal sealed class StillMember(MemberDatabase members) : IConnectionRevalidator
    {
        public async ValueTask<bool> IsStillAllowedAsync(
            LiveConnection connection,
            CancellationToken cancellationToken
        ) => await members.IsMemberAsync(connection.Subject, cancellationToken);
    }
}
