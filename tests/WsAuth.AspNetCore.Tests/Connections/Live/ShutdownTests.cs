using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;
using static WsAuth.AspNetCore.Tests.Connections.Live.SessionEndTests;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>The application stops while sockets are open whose clients are of no help. In full: <c>live-stop</c> of the benchmarks.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Hundreds_are_told_1001_and_those_that_never_answer_hold_the_stop_for_the_grace_period_only()
    {
        const int Sockets = 300;
        const int Mute = 30;
        var service = new LiveService();
        await using var host = await service.StartAsync();
        var token = MintFor(host, TimeSpan.FromMinutes(5));
        var mute = new List<SilentClient>();
        for (var i = 0; i < Mute; i++)
        {
            mute.Add(await SilentClient.ConnectAsync(host, token));
        }

        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < Sockets - Mute; i++)
        {
            sockets.Add(await host.ConnectAsync("/ws", token));
        }

        WaitForConnections(host, Sockets);
        var stopping = host.App.StopAsync();
        var closes = await Task.WhenAll(sockets.Select(ReadCloseAsync));
        WaitForConnections(host, Mute);
        WaitUntilEnding(host);
        Assert.False(stopping.IsCompleted);
        service.Clock.Advance(Grace);

        await stopping.WaitAsync(Patience);
        Assert.All(closes, close => Assert.Equal((1001, "server_stopping"), close));
        Assert.All(mute, client => Assert.Equal(1001, client.ReadClose()));
        WaitUntilEmpty(host);
        sockets.ForEach(socket => socket.Dispose());
        mute.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_send_that_is_stuck_holds_the_stop_for_the_grace_period_only()
    {
        var stuck = new StuckSend();
        var service = new LiveService { Handler = stuck.RunAsync };
        await using var host = await service.StartAsync();
        using var client = await SilentClient.ConnectAsync(host, MintFor(host, TimeSpan.FromMinutes(5)));
        await stuck.IsUnderway;

        var stopping = host.App.StopAsync();
        WaitUntilEnding(host);
        service.Clock.Advance(Grace - TimeSpan.FromMilliseconds(1));
        Assert.False(stopping.IsCompleted);
        service.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await stopping.WaitAsync(Patience);
        Assert.NotNull(await service.Left);
        Assert.Equal(0, host.Services.GetRequiredService<ConnectionRegistry>().Count);
    }
}
