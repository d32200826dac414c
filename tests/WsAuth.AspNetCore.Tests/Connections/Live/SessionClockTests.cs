using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A session ends in time whatever becomes of the clock, and however long it is.</summary>
public sealed class SessionClockTests
{
    [Fact]
    public async Task A_token_of_the_year_9999_outlives_every_timer()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        var last = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);
        using var socket = await host.ConnectAsync("/ws", MintFor(host, last - service.Clock.GetUtcNow()));
        await socket.AskAsync("hello");

        service.Clock.Advance(TimeSpan.FromDays(60));

        Assert.Equal("still here", await socket.AskAsync("still here"));
        Assert.NotNull(Assert.Single(host.Services.GetRequiredService<ConnectionRegistry>().List()).Until);
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_ends_what_is_over_by_it()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var over = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        using var longer = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromHours(5)));
        await over.AskAsync("hello");
        await longer.AskAsync("hello");

        service.Clock.StepWallClock(TimeSpan.FromHours(1));
        service.Clock.Advance(ExpirySchedule.LongestSleep);

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(over));
        Assert.Equal("still here", await longer.AskAsync("still here"));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_prolongs_nothing()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        await socket.AskAsync("hello");

        service.Clock.StepWallClock(TimeSpan.FromHours(-1));
        service.Clock.Advance(TimeSpan.FromMinutes(5) + Skew);

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task After_a_clock_was_set_back_a_new_session_has_its_whole_time_and_a_step_forward_is_noticed()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        service.Clock.StepWallClock(TimeSpan.FromHours(-2));
        using var first = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(30)));
        await first.AskAsync("hello");

        service.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal("still here", await first.AskAsync("still here"));
        service.Clock.StepWallClock(TimeSpan.FromMinutes(15));
        service.Clock.Advance(ExpirySchedule.LongestSleep);

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(first));
    }

    [Fact]
    public async Task Who_comes_while_the_clock_is_wrong_for_a_moment_is_ended_by_the_right_one()
    {
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var first = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromHours(5)));
        await first.AskAsync("hello");

        // Set back and put right again between two looks at it; the session of who came in between ends when the right clock says so.
        service.Clock.StepWallClock(TimeSpan.FromHours(-2));
        using var second = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromHours(2.5)));
        await second.AskAsync("hello");
        service.Clock.StepWallClock(TimeSpan.FromHours(2));
        service.Clock.Advance(TimeSpan.FromMinutes(30) + Skew + ExpirySchedule.LongestSleep);

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(second));
        Assert.Equal("still here", await first.AskAsync("still here"));
    }
}
