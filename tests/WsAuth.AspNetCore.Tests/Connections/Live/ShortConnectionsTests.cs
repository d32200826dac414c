using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Limits;
using WsAuth.AspNetCore.Observation;
using WsAuth.AspNetCore.Tests.Observation;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>Connections that come and go leave nothing. In full: <c>live-short</c> of the benchmarks. The heap is everybody's, so it runs alone.</summary>
[Collection(AloneCollection.Name)]
public sealed class ShortConnectionsTests
{
    private const int Half = 500;
    private const int Journal = 200;

    // Less than the watch keeps for an open one.
    private const int MostBytesKeptByEach = 280;

    [Fact]
    public async Task They_leave_the_registry_empty_the_places_free_and_the_heap_where_it_was()
    {
        var service = new LiveService
        {
            Settings =
            {
                ["WsAuth:Limits:ConnectionsInAll"] = "1",
                ["WsAuth:Limits:ConnectionsPerSubject"] = "1",
                ["WsAuth:Journal:Capacity"] = $"{Journal}",
            },
            // Those of the test kit keep every line.
            Configure = builder => builder.Logging.ClearProviders(),
        };
        await using var host = await service.StartAsync();
        var token = MintFor(host, TimeSpan.FromMinutes(5));

        await VisitAsync(host, token);
        var afterHalf = await SettleAsync(host);
        await VisitAsync(host, token);
        var afterAll = await SettleAsync(host);

        Assert.True(
            afterAll - afterHalf < Half * MostBytesKeptByEach,
            $"{Half} connections that are over kept {afterAll - afterHalf} bytes."
        );
    }

    // One at a time is all there is place for: a place that is not given back stops it.
    private static async Task VisitAsync(KestrelHost host, string token)
    {
        var places = host.Services.GetRequiredService<ConnectionPlaces>();
        for (var i = 0; i < Half; i++)
        {
            using var socket = await host.ConnectAsync("/ws", token);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
            WaitUntilEmpty(host);
            WaitUntil(() => places.FindFault("u1", isClaimed: false) is null, "The place is not free again.");
        }
    }

    private static async Task<long> SettleAsync(KestrelHost host)
    {
        var recorder = host.Services.GetRequiredService<HandshakeRecorder>();
        WaitUntil(() => recorder.Underway == 0, "Handshakes are not written yet.");
        var size = long.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            await Task.Delay(50);
            size = Math.Min(size, GC.GetTotalMemory(forceFullCollection: true));
            GC.WaitForPendingFinalizers();
        }

        return size;
    }
}
