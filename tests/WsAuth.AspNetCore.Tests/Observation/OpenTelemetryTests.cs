using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>The real collector's library finds meter and source by the names that docs/observability.md gives.</summary>
public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task It_collects_metrics_and_spans_by_the_documented_names()
    {
        using var measured = new NamesOf<Metric>(metric => metric.Name);
        using var ended = new NamesOf<System.Diagnostics.Activity>(span => span.OperationName);
        using var reader = new BaseExportingMetricReader(measured);
        using var processor = new SimpleActivityExportProcessor(ended);
        using var metrics = Sdk.CreateMeterProviderBuilder().AddMeter("WsAuth").AddReader(reader).Build();
        using var tracing = Sdk.CreateTracerProviderBuilder()
            .AddSource("WsAuth")
            .AddSource("Microsoft.AspNetCore")
            .AddProcessor(processor)
            .Build();
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

        using (var socket = await host.ConnectAsync("/ws", host.MintJwt()))
        {
            await socket.AskAsync("hello");
        }

        _ = host.Logs.Handshakes;
        Assert.True(metrics.ForceFlush());

        Assert.Superset(
            new HashSet<string>
            {
                "wsauth.handshakes",
                "wsauth.validation.duration",
                "wsauth.connections",
                "wsauth.key.uses",
            },
            measured.Seen
        );
        Assert.Contains("wsauth.validate", ended.Seen);
    }

    private sealed class NamesOf<T>(Func<T, string> nameOf) : BaseExporter<T>
        where T : class
    {
        private readonly ConcurrentDictionary<string, byte> _seen = new();

        public HashSet<string> Seen => [.. _seen.Keys];

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var item in batch)
            {
                _seen[nameOf(item)] = 0;
            }

            return ExportResult.Success;
        }
    }
}
