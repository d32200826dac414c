using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A socket is in the registry a moment before it is in the schedule: who ends it in that moment ends it for good.</summary>
public sealed class EntryRaceTests
{
    [Fact]
    public async Task What_is_ended_while_it_enters_is_cut_off_after_the_grace_period_and_not_at_its_sessions_end()
    {
        var clock = new ManualTimeProvider();
        var hooked = new HookedClock(clock);
        var service = new LiveService
        {
            Clock = clock,
            Configure = builder => builder.Services.AddSingleton<TimeProvider>(hooked),
        };
        await using var host = await service.StartAsync();
        var live = RevocationTests.Live(host);
        hooked.Hook = () =>
        {
            // Between the two: what is not in the schedule yet.
            if (live.List() is not [{ IsEnding: false, Place: < 0 }])
            {
                return false;
            }

            // On another thread, as it would be, and without waiting for what may have to wait for this one.
            Task.Run(() => live.DisconnectAsync(_ => true, 4000, "moved")).Wait(TimeSpan.FromSeconds(2));
            return true;
        };

        using var socket = await host.ConnectAsync("/ws", SessionEndTests.MintFor(host, TimeSpan.FromHours(5)));

        WaitForConnections(host, 1);
        WaitUntilEnding(host);
        clock.Advance(TimeSpan.FromSeconds(10));
        WaitUntilEmpty(host);
    }

    /// <summary>A clock that calls somebody when it is read, until that has done what it is there for.</summary>
    private sealed class HookedClock(ManualTimeProvider clock) : TimeProvider
    {
        private readonly AsyncLocal<bool> _isInHook = new();
        private volatile Func<bool>? _hook;

        public Func<bool>? Hook
        {
            set => _hook = value;
        }

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp()
        {
            if (!_isInHook.Value && _hook is { } hook)
            {
                _isInHook.Value = true;
                if (hook())
                {
                    _hook = null;
                }

                _isInHook.Value = false;
            }

            return clock.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
