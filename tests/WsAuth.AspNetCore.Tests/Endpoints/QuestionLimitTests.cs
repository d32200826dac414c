using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Endpoints;
using WsAuth.AspNetCore.Observation;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Endpoints;

/// <summary>Nobody tries out ids, and nobody keeps the server busy with questions.</summary>
public sealed class QuestionLimitTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Too_many_questions_in_a_minute_are_429_until_the_minute_is_over()
    {
        await using var host = await DiagnosticsHost.StartAsync(settings: Settings(3), clock: _clock);
        var id = await host.RefuseAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await host.AskAsync($"guess{i}")).Status);
        }

        _clock.Advance(TimeSpan.FromSeconds(20));
        var known = await host.AskAsync(id, null, ("Origin", host.Address.ToString().TrimEnd('/')));
        Assert.Equal(HttpStatusCode.TooManyRequests, known.Status);
        Assert.Contains("Retry-After: 40", known.Head, StringComparison.Ordinal);
        Assert.Contains("Access-Control-Allow-Origin: http", known.Head, StringComparison.Ordinal);
        Assert.Equal(await host.AskAsync(id), await host.AskAsync("guess"));

        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(id)).Status);
    }

    [Fact]
    public void Networks_are_counted_apart_and_addresses_of_one_IPv6_network_together()
    {
        var limit = Limit(1);

        Assert.True(MayAsk(limit, "192.0.2.1"));
        Assert.True(MayAsk(limit, "192.0.2.2"));
        Assert.False(MayAsk(limit, "::ffff:192.0.2.1"));
        Assert.True(MayAsk(limit, "2001:db8:0:1::1"));
        Assert.False(MayAsk(limit, "2001:db8:0:1:ffff::2"));
        Assert.True(MayAsk(limit, "2001:db8:0:2::1"));
        Assert.True(limit.MayAsk(RemoteNetwork.Of(null), out _));
        Assert.False(limit.MayAsk(RemoteNetwork.Of(null), out _));
    }

    [Fact]
    public void With_too_many_networks_the_later_ones_share_one_count_and_the_earlier_ones_keep_theirs()
    {
        var limit = Limit(2);
        for (var i = 0; i < QuestionLimit.MostNetworks; i++)
        {
            Assert.True(MayAsk(limit, $"2001:db8:{i:x}::1"));
        }

        Assert.True(MayAsk(limit, "192.0.2.1"));
        Assert.True(MayAsk(limit, "192.0.2.2"));
        Assert.False(MayAsk(limit, "192.0.2.3"));
        Assert.True(MayAsk(limit, "2001:db8:0::1"));
        Assert.False(MayAsk(limit, "2001:db8:0::1"));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(MayAsk(limit, "192.0.2.3"));
    }

    [Fact]
    public void A_step_of_the_wall_clock_ends_no_minute()
    {
        var limit = Limit(1);
        MayAsk(limit, "192.0.2.1");

        _clock.StepWallClock(TimeSpan.FromHours(1));

        Assert.False(MayAsk(limit, "192.0.2.1"));
    }

    private static bool MayAsk(QuestionLimit limit, string address) =>
        limit.MayAsk(RemoteNetwork.Of(IPAddress.Parse(address)), out _);

    private QuestionLimit Limit(int most) =>
        KestrelHost.Build(_ => { }, Settings(most), clock: _clock).Services.GetRequiredService<QuestionLimit>();

    private static Dictionary<string, string?> Settings(int most) =>
        new() { ["WsAuth:Journal:QuestionsPerMinute"] = most.ToString(CultureInfo.InvariantCulture) };
}
