using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WsAuth.AspNetCore.Tests.Connections.Live;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Health;

/// <summary>A database that the revalidation asks and that is away is told before it closes sockets.</summary>
public sealed class RevalidationHealthTests
{
    [Fact]
    public async Task Questions_that_fail_are_degraded_until_one_is_answered_or_none_is_asked_any_more()
    {
        var isBroken = true;
        var service = new RevalidatingService(builder => builder.Services.AddHealthChecks().AddWsAuth())
        {
            Answer = (_, _) => isBroken ? throw new InvalidOperationException() : new(true),
        };
        await using var host = await service.StartAsync();
        using var socket = await RevalidationTests.ConnectAsync(host, "u1");
        Assert.Equal(HealthStatus.Healthy, (await AskAsync(host)).Status);

        service.PassInterval(host);
        service.PassInterval(host);
        var broken = await AskAsync(host);
        isBroken = false;
        service.PassInterval(host);
        var mended = await AskAsync(host);
        isBroken = true;
        service.PassInterval(host);
        var brokenAgain = await AskAsync(host);
        socket.Abort();
        LiveService.WaitUntilEmpty(host);
        service.Service.Clock.Advance(TimeSpan.FromMinutes(6));
        var left = await AskAsync(host);

        Assert.Equal(
            [HealthStatus.Degraded, HealthStatus.Healthy, HealthStatus.Degraded, HealthStatus.Healthy],
            [broken.Status, mended.Status, brokenAgain.Status, left.Status]
        );
        Assert.StartsWith(
            "Open sockets cannot be revalidated: StillMember threw InvalidOperationException, at ",
            broken.Description,
            StringComparison.Ordinal
        );
        Assert.Contains("; 2 questions failed since the last one", broken.Description, StringComparison.Ordinal);
        Assert.True(broken.Entry.Data.ContainsKey("revalidation"));
    }

    private static async Task<(HealthStatus Status, string Description, HealthReportEntry Entry)> AskAsync(
        KestrelHost host
    )
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        var entry = report.Entries.Values.Single();
        return (entry.Status, entry.Description!, entry);
    }
}
