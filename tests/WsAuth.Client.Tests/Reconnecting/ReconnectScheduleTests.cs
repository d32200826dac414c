using System.Net;
using WsAuth.Client.Reconnecting;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Client.Tests.Reconnecting;

/// <summary>Whatever the server does, it is not hammered.</summary>
public sealed class ReconnectScheduleTests
{
    // With a back-off of up to 30 s, 15 on average: 240 in an hour and some at its beginning.
    private const int MostInAnHour = 300;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualTimeProvider _clock = new();

    public static TheoryData<string> Reasons => [.. ReconnectPolicy.Reasons.Keys];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_reason_that_stays_the_same_for_an_hour(string reason)
    {
        var refused = AttemptsInAnHour(_ => new() { Status = HttpStatusCode.Unauthorized, Reason = reason });

        AssertFew(reason, refused);
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_server_that_opens_each_socket_and_closes_it_at_once(string reason)
    {
        var closed = AttemptsInAnHour(_ => new() { CloseCode = 4401, Reason = reason }, openFor: 0.05);

        AssertFew(reason, closed);
    }

    [Fact]
    public void Nobody_answers_for_an_hour() => Assert.InRange(AttemptsInAnHour(_ => new()), 120, MostInAnHour);

    [Fact]
    public void Refusals_and_silence_in_turn_do_not_outwit_the_rule()
    {
        var attempts = AttemptsInAnHour(attempt =>
            attempt % 2 == 0 ? new() : new() { Status = HttpStatusCode.Unauthorized }
        );

        Assert.InRange(attempts, 1, MostInAnHour);
    }

    [Fact]
    public void Sessions_that_end_right_after_they_are_stable_cost_one_attempt_each()
    {
        var attempts = AttemptsInAnHour(
            _ => new() { CloseCode = 4401, Reason = "expired_while_connected" },
            openFor: 10
        );

        Assert.Equal(360, attempts, 1.0);
    }

    [Fact]
    public void Those_who_were_cut_off_together_come_back_apart()
    {
        var delays = Enumerable
            .Range(0, 1000)
            .Select(seed => Schedule(new Random(seed).NextDouble))
            .Select(schedule => schedule.Next(new() { CloseCode = 1001 }, Hour).Delay.TotalSeconds)
            .ToList();

        Assert.All(delays, delay => Assert.InRange(delay, 0, 0.5));
        Assert.InRange(delays.Average(), 0.2, 0.3);
        Assert.InRange(delays.Count(delay => delay < 0.05), 50, 150);
    }

    [Fact]
    public void Retry_After_is_never_undercut()
    {
        var schedule = Schedule(() => 0);
        var end = new ConnectionEnd { Status = HttpStatusCode.TooManyRequests, RetryAfter = TimeSpan.FromSeconds(90) };

        Assert.Equal(TimeSpan.FromSeconds(90), schedule.Next(end, default).Delay);
        Assert.Equal(TimeSpan.FromSeconds(90), schedule.Next(end, default).Delay);
    }

    private static void AssertFew(string reason, int attempts)
    {
        var (least, most) = ReconnectPolicy.Reasons[reason] switch
        {
            ReconnectAction.Stop => (1, 1),
            ReconnectAction.Refresh => (2, 2),
            _ => (100, MostInAnHour),
        };
        Assert.InRange(attempts, least, most);
    }

    private int AttemptsInAnHour(Func<int, ConnectionEnd> server, double openFor = 0)
    {
        var schedule = Schedule(new Random(1).NextDouble);
        var begin = _clock.GetTimestamp();
        var attempts = 0;
        while (_clock.GetElapsedTime(begin) < Hour && attempts < 100_000)
        {
            attempts++;
            _clock.Advance(TimeSpan.FromSeconds(openFor));
            var step = schedule.Next(server(attempts), TimeSpan.FromSeconds(openFor));
            if (step.Action is ReconnectAction.Stop or ReconnectAction.Done)
            {
                break;
            }

            _clock.Advance(step.Delay);
        }

        return attempts;
    }

    private ReconnectSchedule Schedule(Func<double> random) => new(new() { Clock = _clock, Random = random });
}
