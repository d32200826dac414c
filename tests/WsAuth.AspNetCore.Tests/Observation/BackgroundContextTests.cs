using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>Work in the background belongs to no request: what it logs must not stand under the trace and the scopes of whoever came first.</summary>
public sealed class BackgroundContextTests
{
    private static readonly AsyncLocal<string?> Tenant = new();

    private readonly ManualTimeProvider _clock = new();
    private readonly TracedLines _lines = new();

    [Fact]
    public async Task A_finding_is_not_logged_under_the_trace_of_another_request()
    {
        await using var host = await StartAsync();

        for (var i = 0; i < 3; i++)
        {
            await RefuseAsync(host, $"agent-{i}");
        }

        var lines = _lines.Lines.Where(line => line.Event == "secret_mismatch").ToList();
        Assert.Equal(3, lines.Count);
        Assert.All(lines, line => Assert.True(line.Trace is null || line.Trace == line.Attempt));
        Assert.All(lines, line => Assert.Null(line.Tenant));
    }

    [Fact]
    public async Task A_count_is_not_logged_under_the_trace_of_the_first_request()
    {
        await using var host = await StartAsync();
        await RefuseAsync(host, "agent-1");
        await RefuseAsync(host, "agent-1");

        _clock.Advance(TimeSpan.FromMinutes(1));

        // It waits for what is found out about the last of them.
        Assert.True(SpinWait.SpinUntil(() => _lines.Lines.Any(IsCount), TimeSpan.FromSeconds(20)));
        var line = Assert.Single(_lines.Lines, IsCount);
        Assert.Equal((null, null), (line.Trace, line.Tenant));
    }

    private static bool IsCount(Line line) => line.Event == "handshake_refused_repeatedly";

    private static async Task RefuseAsync(KestrelHost host, string agent)
    {
        var refusal = await host.ConnectInVainAsync(
            "/ws",
            TestSecrets.Hex(),
            socket => socket.SetRequestHeader("X-Edge-Agent-Id", agent)
        );
        Assert.Equal("credential_invalid", refusal.Reason);
        _ = host.Logs.Handshakes;
    }

    private Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.Use(
                    (context, next) =>
                    {
                        Tenant.Value = context.Request.Headers["X-Edge-Agent-Id"];
                        return next(context);
                    }
                );
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.SharedSecret);
            },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder.Logging.AddProvider(_lines);
            },
            clock: _clock,
            variables: new TestVariables { ["EDGE_SECRET"] = TestSecrets.Hex() }
        );

    private sealed record Line(string? Event, string? Attempt, string? Trace, string? Tenant);

    private sealed class TracedLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<Line> _lines = new();

        public IReadOnlyList<Line> Lines => [.. _lines];

        public ILogger CreateLogger(string categoryName) =>
            categoryName == HandshakeLog.Category
                ? this
                : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var attempt = (state as IEnumerable<KeyValuePair<string, object?>>)
                ?.FirstOrDefault(pair => pair.Key == "AttemptId")
                .Value;
            _lines.Enqueue(
                new Line(eventId.Name, attempt as string, Activity.Current?.TraceId.ToHexString(), Tenant.Value)
            );
        }

        public void Dispose() { }
    }
}
