using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A log of the application that throws, as one does that is disposed already: sockets end all the same, and the process does not.</summary>
public sealed class ThrowingSinksTests
{
    [Fact]
    public async Task A_log_that_throws_keeps_no_session_open_and_ends_no_process()
    {
        var service = new LiveService { Configure = AddThrowing("WebSocket connection ended:") };
        await using var host = await service.StartAsync();
        using var one = await host.ConnectAsync("/ws", SessionEndTests.MintFor(host, TimeSpan.FromMinutes(5)));
        using var two = await host.ConnectAsync("/ws", SessionEndTests.MintFor(host, TimeSpan.FromMinutes(5)));
        WaitForConnections(host, 2);

        service.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(one));
        Assert.Equal((4401, "expired_while_connected"), await ReadCloseAsync(two));
    }

    [Fact]
    public async Task A_log_that_throws_stands_in_the_way_of_no_other_end()
    {
        var service = new LiveService { Configure = AddThrowing("WebSocket connection ended:") };
        await using var host = await service.StartAsync();
        using var one = await host.ConnectAsync("/ws", host.MintJwt("u1"));
        using var two = await host.ConnectAsync("/ws", host.MintJwt("u2"));
        WaitForConnections(host, 2);

        Assert.Equal(2, await RevocationTests.Live(host).DisconnectAsync(_ => true, 4000, "moved"));

        Assert.Equal((4000, "moved"), await ReadCloseAsync(one));
        Assert.Equal((4000, "moved"), await ReadCloseAsync(two));
    }

    [Fact]
    public async Task A_log_that_throws_does_not_stop_the_turns_of_revalidation()
    {
        var never = new TaskCompletionSource<bool>();
        var service = new RevalidatingService(AddThrowing("The revalidation of"))
        {
            Answer = (_, _) => new(never.Task),
        };
        await using var host = await service.StartAsync();
        using var socket = await RevalidationTests.ConnectAsync(host, "u1");
        service.PassToTurn(host);

        for (var turn = 0; turn < 5; turn++)
        {
            service.Service.Clock.Advance(RevalidatingService.Interval);
        }

        Assert.Equal((1011, "unavailable"), await ReadCloseAsync(socket));
        never.SetResult(true);
    }

    private static Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder> AddThrowing(string beginning) =>
        builder => builder.Services.AddSingleton<ILoggerProvider>(new ThrowingLogs(beginning));

    private sealed class ThrowingLogs(string beginning) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) =>
            ObjectDisposedException.ThrowIf(
                formatter(state, exception).StartsWith(beginning, StringComparison.Ordinal),
                this
            );

        public void Dispose() { }
    }
}
