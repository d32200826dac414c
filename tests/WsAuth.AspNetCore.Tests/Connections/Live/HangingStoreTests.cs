using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.State;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A store of revocations that never answers keeps no socket open that is revoked, and ends none whose credential was replaced.</summary>
public sealed class HangingStoreTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly OwnStore _store = new();

    [Fact]
    public async Task What_is_revoked_is_closed_where_the_store_does_not_take_it_within_5_seconds_and_the_caller_is_told()
    {
        var service = MakeService();
        await using var host = await service.StartAsync();
        using var revoked = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        using var another = await host.ConnectAsync("/ws", host.MintJwt("u2"));
        WaitForConnections(host, 2);
        _store.Take = () => new TaskCompletionSource().Task;

        var revoking = RevocationTests.Live(host).RevokeAsync(Revocation.OfSubject("u1"));
        service.Clock.AdvanceWhenWaitedFor(Patience);

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(revoked));
        await Assert.ThrowsAsync<TimeoutException>(() => revoking.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("still here", await another.AskAsync("still here"));
    }

    [Fact]
    public async Task Who_was_on_the_way_in_while_something_was_revoked_is_not_kept_where_the_store_never_answers()
    {
        KestrelHost? host = null;
        Func<Task<Revocation?>> never = () => new TaskCompletionSource<Revocation?>().Task;
        var service = MakeService(async context =>
        {
            await RevocationTests.Live(host!).RevokeAsync(Revocation.OfToken("somebody's"));
            _store.Find = never;
            await EchoEndpoint.RunAsync(context);
        });
        await using var started = host = await service.StartAsync();

        // Nothing else waits for so long from now on: it has no session that ends.
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        using var socket = await host.ConnectAsync("/ws", host.Variables.Get("EDGE_SECRET"));
        service.Clock.AdvanceWhenWaitedFor(Patience);

        Assert.Equal((1011, "unavailable"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task What_the_store_says_about_a_credential_that_was_replaced_meanwhile_ends_nothing()
    {
        KestrelHost? host = null;
        var asked = new TaskCompletionSource<Revocation?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Func<Task<Revocation?>> ask = () => asked.Task;
        var service = MakeService(async context =>
        {
            await RevocationTests.Live(host!).RevokeAsync(Revocation.OfToken("t-1"));
            _store.Find = ask;
            await EchoEndpoint.RunAsync(context);
        });
        await using var started = host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", host.MintJwt("u1", content => content.TokenId = "t-1"));
        await socket.AskAsync("hello");
        _store.Find = () => Task.FromResult<Revocation?>(null);
        var renewed = await RevocationTests
            .Live(host)
            .RefreshAsync(
                Assert.Single(RevocationTests.Live(host).List()),
                host.MintJwt("u1", content => content.TokenId = "t-2")
            );
        Assert.True(renewed!.IsAccepted);

        asked.SetResult(Revocation.OfToken("t-1"));

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal("still here", await socket.AskAsync("still here"));
        }
    }

    private LiveService MakeService(RequestDelegate? handler = null) =>
        new() { Handler = handler, Configure = builder => builder.Services.AddSingleton<IRevocationStore>(_store) };

    private sealed class OwnStore : IRevocationStore
    {
        public Func<Task> Take { get; set; } = () => Task.CompletedTask;

        public Func<Task<Revocation?>> Find { get; set; } = () => Task.FromResult<Revocation?>(null);

        public ValueTask RevokeAsync(Revocation revocation, TimeSpan keepFor, CancellationToken cancellationToken) =>
            new(Take());

        public ValueTask<Revocation?> FindAsync(RevocableCredential credential, CancellationToken cancellationToken) =>
            new(Find());
    }
}
