using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A question that resists its own cancellation is no reason not to ask the others.</summary>
public sealed class HangingQuestionTests
{
    [Fact]
    public async Task Questions_whose_cancellation_blocks_keep_nobody_elses_turn()
    {
        const int Count = ConnectionRevalidation.MostAtOnce + 1;
        using var blocked = new ManualResetEventSlim();
        var subjects = new ConcurrentDictionary<string, bool>();
        var never = new TaskCompletionSource<bool>();
        var service = new RevalidatingService
        {
            Answer = (connection, cancellationToken) =>
            {
                subjects[connection.Subject] = true;

                // As a driver does that tells its database of the cancellation, over a network that is gone.
                cancellationToken.Register(() => blocked.Wait(TimeSpan.FromMinutes(2), CancellationToken.None));
                return new(never.Task);
            },
        };
        service.Service.Settings["WsAuth:Connections:ToleratedFailures"] = "100";
        await using var host = await service.StartAsync();
        var sockets = await Task.WhenAll(
            Enumerable.Range(0, Count).Select(i => RevalidationTests.ConnectAsync(host, $"u{i}"))
        );
        WaitForConnections(host, Count);

        var revalidation = host.Services.GetRequiredService<ConnectionRevalidation>();

        // Whoever has its turn is asked about before the clock goes on, so that none is cancelled before it is asked.
        for (var second = 0; second < RevalidatingService.Interval.TotalSeconds; second++)
        {
            service.Service.Clock.Advance(TimeSpan.FromSeconds(1));
            WaitUntil(
                () => revalidation.Underway == subjects.Count,
                $"{subjects.Count} were asked about, of {revalidation.Underway} whose turn it was."
            );
        }

        Assert.Equal(Count, subjects.Count);
        blocked.Set();
        never.SetResult(true);
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }
    }
}
