using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.RevalidationTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A question about an open socket that throws, or is not answered, is a failure: some are tolerated.</summary>
public sealed class RevalidationFailureTests
{
    [Fact]
    public async Task A_question_that_throws_is_tolerated_three_times_in_a_row_and_then_the_server_takes_the_blame()
    {
        const string OwnWords = "what an exception says may hold anything";
        var service = new RevalidatingService { Answer = (_, _) => throw new InvalidOperationException(OwnWords) };
        await using var host = await service.StartAsync();
        using var socket = await ConnectAsync(host, "u1");
        for (var failure = 1; failure <= 3; failure++)
        {
            service.PassInterval(host);
            Assert.Equal("still here", await socket.AskAsync("still here"));
        }

        service.PassInterval(host);

        Assert.Equal((1011, "unavailable"), await ReadCloseAsync(socket));
        var ended = Assert.Single(host.Logs.Handshakes, entry => entry.Id.Name == "state_unavailable");
        Assert.Contains(
            "; Whether the open socket may stay could not be found out. Its revalidation failed 4 times in a row; the last time StillMember threw InvalidOperationException. Fix: Look at StillMember",
            ended.Message,
            StringComparison.Ordinal
        );
        var told = host.Logs.All.Where(entry => entry.Id.Name == "RevalidationFailed").ToList();
        Assert.Equal(4, told.Count);
        Assert.All(told, entry => Assert.Contains("StillMember", entry.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs.Messages, message => message.Contains(OwnWords, StringComparison.Ordinal));
        Assert.Equal(LogLevel.Warning, told[0].Level);
    }

    [Fact]
    public async Task An_answer_makes_earlier_failures_forgotten()
    {
        var isBroken = true;
        var service = new RevalidatingService
        {
            Answer = (_, _) => isBroken ? throw new InvalidOperationException() : new(true),
        };
        await using var host = await service.StartAsync();
        using var socket = await ConnectAsync(host, "u1");
        Pass(service, host, 3);
        isBroken = false;
        Pass(service, host, 1);
        isBroken = true;

        Pass(service, host, 3);

        Assert.Equal(7, service.Asked.Count);
        Assert.Equal("still here", await socket.AskAsync("still here"));
    }

    [Fact]
    public async Task A_question_that_is_not_answered_in_time_is_cancelled_and_counts_as_a_failure()
    {
        var cancelled = new TaskCompletionSource();
        var service = new RevalidatingService
        {
            Answer = async (_, cancellationToken) =>
            {
                await using var registration = cancellationToken.Register(() => cancelled.TrySetResult());
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return true;
            },
        };
        service.Service.Settings["WsAuth:Connections:ToleratedFailures"] = "0";
        await using var host = await service.StartAsync();
        using var socket = await ConnectAsync(host, "u1");
        service.PassToTurn(host);

        service.Service.Clock.AdvanceWhenWaitedFor(TimeSpan.FromSeconds(10));

        Assert.Equal((1011, "unavailable"), await ReadCloseAsync(socket));
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains(
            "Its revalidation failed: StillMember did not answer within 10 s.",
            host.Logs.Handshakes[^1].Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_never_ends_is_never_asked_twice_at_a_time_and_each_turn_of_it_is_a_failure()
    {
        var never = new TaskCompletionSource<bool>();
        var service = new RevalidatingService { Answer = (_, _) => new(never.Task) };
        await using var host = await service.StartAsync();
        using var socket = await ConnectAsync(host, "u1");
        service.PassToTurn(host);
        service.Service.Clock.AdvanceWhenWaitedFor(TimeSpan.FromSeconds(10));
        WaitUntil(
            () => host.Logs.All.Any(entry => entry.Id.Name == "RevalidationFailed"),
            "Its timeout is no failure."
        );

        // The next turns.
        for (var turn = 0; turn < 5; turn++)
        {
            service.Service.Clock.Advance(RevalidatingService.Interval);
        }

        Assert.Equal((1011, "unavailable"), await ReadCloseAsync(socket));
        Assert.Single(service.Asked);
        never.SetResult(true);
    }

    private static void Pass(RevalidatingService service, KestrelHost host, int intervals)
    {
        for (var interval = 0; interval < intervals; interval++)
        {
            service.PassInterval(host);
        }
    }
}
