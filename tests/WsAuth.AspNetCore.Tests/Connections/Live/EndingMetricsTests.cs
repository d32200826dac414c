using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

public sealed class EndingMetricsTests
{
    [Fact]
    public async Task An_end_is_counted_once_by_its_reason_and_the_connection_is_counted_down_once()
    {
        var measured = new ConcurrentQueue<(string Name, long Value, string Tags)>();
        var service = new LiveService();
        await using var host = await service.StartAsync();
        using var listener = new MeterListener();
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Meter.Name == "WsAuth" && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                it.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
                measured.Enqueue(
                    (instrument.Name, value, string.Join(",", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))
                )
        );
        listener.Start();
        using var socket = await host.ConnectAsync("/ws", MintFor(host, TimeSpan.FromMinutes(5)));
        await socket.AskAsync("hello");

        service.Clock.Advance(TimeSpan.FromMinutes(6));
        await ReadCloseAsync(socket);
        WaitUntil(() => measured.Count(item => item.Name == "wsauth.connections") == 2, "Not counted down.");

        Assert.Equal([1, -1], measured.Where(item => item.Name == "wsauth.connections").Select(item => item.Value));
        Assert.Equal(
            "wsauth.reason=expired_while_connected,wsauth.kind=jwt",
            Assert.Single(measured, item => item.Name == "wsauth.connections.ended").Tags
        );
    }
}
