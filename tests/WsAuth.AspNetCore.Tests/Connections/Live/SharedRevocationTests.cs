using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.State;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>Two replicas share a store of revocations: what one revokes ends at the other too.</summary>
public sealed class SharedRevocationTests
{
    private readonly SharedStore _store = new();

    [Fact]
    public async Task What_another_replica_revokes_is_closed_here_within_the_interval()
    {
        var (here, there) = (Replica(), Replica());
        await using var host = await here.StartAsync();
        await using var other = await there.StartAsync();
        using var revoked = await RevalidationTests.ConnectAsync(host, "u1");
        using var another = await RevalidationTests.ConnectAsync(host, "u2");
        await RevocationTests.Live(other).RevokeAsync(Revocation.OfSubject("u1"));
        Assert.Equal("still here", await revoked.AskAsync("still here"));

        Pass(here, host);

        Assert.Equal((4403, "revoked_while_connected"), await ReadCloseAsync(revoked));
        Assert.Equal("still here", await another.AskAsync("still here"));
        Assert.Contains(host.Logs.Handshakes, entry => entry.Id.Name == "revoked_while_connected");
    }

    [Fact]
    public async Task A_store_that_fails_is_tolerated_as_a_revalidator_is()
    {
        var here = Replica();
        here.Settings["WsAuth:Connections:ToleratedFailures"] = "1";
        await using var host = await here.StartAsync();
        using var socket = await RevalidationTests.ConnectAsync(host, "u1");
        _store.IsBroken = true;
        Pass(here, host);
        Assert.Equal("still here", await socket.AskAsync("still here"));

        Pass(here, host);

        Assert.Equal((1011, "unavailable"), await ReadCloseAsync(socket));
        Assert.Contains(
            "Its revalidation failed 2 times in a row; the last time SharedStore threw TimeZoneNotFoundException.",
            host.Logs.Handshakes[^1].Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_store_that_knows_that_nothing_is_revoked_is_not_asked()
    {
        var here = Replica();
        await using var host = await here.StartAsync();
        using var socket = await RevalidationTests.ConnectAsync(host, "u1");
        _store.IsEmpty = true;
        var asked = _store.Asked;

        here.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("still here", await socket.AskAsync("still here"));
        Assert.Equal(asked, _store.Asked);
    }

    [Fact]
    public async Task Where_the_store_is_this_processs_memory_nothing_runs()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        var turns = 0;
        host.Services.GetRequiredService<RevalidationSchedule>().Due = _ => turns++;
        using var socket = await RevalidationTests.ConnectAsync(host, "u1");

        service.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(0, turns);
    }

    private LiveService Replica()
    {
        var service = new LiveService
        {
            Configure = builder => builder.Services.AddSingleton<IRevocationStore>(_store),
        };
        service.Settings["WsAuth:Connections:CloseGrace"] = "00:05:00";
        return service;
    }

    private static void Pass(LiveService service, KestrelHost host) =>
        RevalidatingService.Pass(service, host, TimeSpan.FromMinutes(5));

    private sealed class SharedStore : IRevocationStore
    {
        private readonly InMemoryRevocationStore _inner = new(new ManualTimeProvider());
        private int _asked;

        public bool IsBroken { get; set; }

        public bool IsEmpty { get; set; }

        public int Asked => Volatile.Read(ref _asked);

        public ValueTask RevokeAsync(Revocation revocation, TimeSpan keepFor, CancellationToken cancellationToken) =>
            _inner.RevokeAsync(revocation, keepFor, cancellationToken);

        public ValueTask<Revocation?> FindAsync(RevocableCredential credential, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            if (IsBroken)
            {
                throw new TimeZoneNotFoundException();
            }

            return _inner.FindAsync(credential, cancellationToken);
        }
    }
}
