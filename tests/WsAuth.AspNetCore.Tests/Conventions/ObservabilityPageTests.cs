using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation;
using WsAuth.Handshake;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Conventions;

/// <summary>The tables of docs/observability.md hold what the code has.</summary>
public sealed class ObservabilityPageTests
{
    private const string Page = "docs/observability.md";
    private const string Ruler = "|---|---|---|---|";

    [Fact]
    public void The_page_holds_every_log_event_that_is_no_handshake()
    {
        var rows =
            from assembly in new[] { typeof(HandshakeAuthenticator).Assembly, typeof(HandshakeLog).Assembly }
            from type in assembly.GetTypes()
            from method in type.GetMethods(
                BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public
            )
            let log = method.GetCustomAttribute<LoggerMessageAttribute>()
            where log is not null
            orderby log.EventId
            select (
                log.EventId,
                Text: $"| {log.EventId} | `{log.EventName}` | {(log.Level == LogLevel.None ? "by case" : log.Level)} | {FirstLine(log.Message)} |\n"
            );

        var table = rows.ToList();

        Assert.Distinct(table.Select(row => row.EventId));
        Approved.Matches(Page, WithRows("| event | name | level | message |", table.Select(row => row.Text)));
    }

    [Fact]
    public async Task The_page_holds_every_instrument_with_the_tags_that_it_is_measured_with()
    {
        var instruments = new ConcurrentDictionary<string, Instrument>();
        var tags = new ConcurrentDictionary<(string Instrument, string Tag), byte>();
        using var listener = new MeterListener();
        await using var host = await StartAsync();
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == HandshakeMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                instruments[instrument.Name] = instrument;
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, measured, _) => Keep(instrument, measured));
        listener.SetMeasurementEventCallback<double>((instrument, _, measured, _) => Keep(instrument, measured));
        listener.Start();

        using (var socket = await host.ConnectAsync("/ws", host.MintJwt()))
        {
            await socket.AskAsync("hello");
        }

        await host.ConnectInVainAsync("/ws", host.MintJwt()[..^4] + "AAAA");
        _ = host.Logs.Handshakes;
        listener.RecordObservableInstruments();

        var rows = instruments
            .Values.OrderBy(instrument => instrument.Name, StringComparer.Ordinal)
            .Select(instrument =>
                $"| `{instrument.Name}` | {KindOf(instrument)} | `{instrument.Unit}` | {instrument.Description} | {string.Join(", ", tags.Keys.Where(pair => pair.Instrument == instrument.Name).Select(pair => $"`{pair.Tag}`").Order(StringComparer.Ordinal))} |\n"
            );
        Approved.Matches(Page, WithRows("| instrument | kind | unit | what | tags |", rows));

        void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> measured)
        {
            foreach (var tag in measured)
            {
                tags[(instrument.Name, tag.Key)] = 0;
            }
        }
    }

    [Fact]
    public async Task The_page_shows_meter_source_and_templates_as_they_are()
    {
        var page = File.ReadAllText(Path.Combine(Programs.RepositoryRoot, Page));
        var clock = new ManualTimeProvider();
        await using var host = await StartAsync(clock);
        for (var i = 0; i < 3; i++)
        {
            await host.ConnectInVainAsync("/ws", host.MintJwt()[..^4] + "AAAA");
            _ = host.Logs.Handshakes;
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        SpinWait.SpinUntil(() => host.Logs.Handshakes.Count == 4, TimeSpan.FromSeconds(20));

        Assert.Equal([1204, 1204, 1204, 2], host.Logs.Handshakes.Select(entry => entry.Id.Id));
        Assert.All(host.Logs.Handshakes, entry => Assert.Contains($"\n{entry.Values["{OriginalFormat}"]}\n", page));
        Assert.Contains($".AddMeter(\"{HandshakeMetrics.MeterName}\")", page);
        Assert.Contains($".AddSource(\"{HandshakeTrace.SourceName}\")", page);
        Assert.Contains($"`{HandshakeLog.Category}`", page);
    }

    private static Task<KestrelHost> StartAsync(ManualTimeProvider? clock = null) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() },
            clock: clock
        );

    private static string WithRows(string head, IEnumerable<string> rows)
    {
        var page = File.ReadAllText(Path.Combine(Programs.RepositoryRoot, Page));
        var start = page.IndexOf(head, StringComparison.Ordinal);
        Assert.True(start >= 0, $"{Page} has no table '{head}'.");
        start = page.IndexOf('\n', page.IndexOf(Ruler, start, StringComparison.Ordinal)) + 1;
        var end = page.IndexOf("\n\n", start - 1, StringComparison.Ordinal) + 1;
        return page[..start] + string.Concat(rows) + page[end..];
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Replace("|", "\\|");

    private static string KindOf(Instrument instrument)
    {
        var name = instrument.GetType().Name;
        return name[..name.IndexOf('`')];
    }
}
