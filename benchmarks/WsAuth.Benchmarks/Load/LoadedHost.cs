using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation;
using WsAuth.Benchmarks.Handshakes;
using WsAuth.Benchmarks.Jwt;
using WsAuth.Options;
using WsAuth.Tokens;

namespace WsAuth.Benchmarks.Load;

/// <summary>A host with everything on that a refusal can be told by: logs, journal, metrics, spans and the mismatch analysis.</summary>
internal sealed class LoadedHost : IAsyncDisposable
{
    public const string Guarded = "/ws";

    private readonly WebApplication _app;
    private readonly MeterListener _metrics = new();
    private readonly ActivityListener _spans = new()
    {
        ShouldListenTo = _ => true,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };
    private long _counted;

    private LoadedHost(WebApplication app)
    {
        _app = app;
        _metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == HandshakeMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _metrics.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    if (instrument.Name == "wsauth.handshakes" && tag is { Key: "wsauth.outcome", Value: "refused" })
                    {
                        Interlocked.Add(ref _counted, value);
                    }
                }
            }
        );
        _metrics.Start();
        ActivitySource.AddActivityListener(_spans);
    }

    public int Port => MeasuredHost.PortOf(_app);

    /// <summary>How many refused handshakes the metrics have counted.</summary>
    public long Refused => Interlocked.Read(ref _counted);

    /// <summary>How many handshakes are not written yet.</summary>
    public int Underway => _app.Services.GetRequiredService<HandshakeRecorder>().Underway;

    public int Remembered => _app.Services.GetRequiredService<HandshakeJournal>().Count;

    public int Storms => _app.Services.GetRequiredService<RefusalStorms>().Count;

    public static async Task<LoadedHost> StartAsync(TypicalToken token)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddConfiguration(token.Configuration);
        builder.Logging.AddProvider(new DiscardingLogs());
        builder.Services.AddRouting();
        builder.Services.AddWsAuth(builder.Configuration);
        // What is measured is each refusal itself, not the answer to too many.
        builder.Services.Configure<WsAuthOptions>(options => options.Limits.FailedAttempts = 0);
        var app = builder.Build();
        app.UseWebSockets();
        app.Map(Guarded, EchoAsync).RequireWsAuth(TokenKind.Jwt);
        await app.StartAsync();
        return new LoadedHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        _spans.Dispose();
        await _app.DisposeAsync();
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[16];
        try
        {
            var message = await socket.ReceiveAsync(buffer, default);
            await socket.SendAsync(
                buffer.AsMemory(0, message.Count),
                WebSocketMessageType.Text,
                endOfMessage: true,
                default
            );
            await socket.ReceiveAsync(buffer, default);
        }
        catch (WebSocketException)
        {
            // The good client leaves without a word.
        }
    }
}
