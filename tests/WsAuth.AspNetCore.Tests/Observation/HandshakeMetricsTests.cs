using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>What a collector sees: every handshake counted once, whoever ended it.</summary>
public sealed class HandshakeMetricsTests : IDisposable
{
    private readonly string _secret = TestSecrets.Hex();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> _measured = new();

    [Fact]
    public async Task Every_handshake_is_counted_once_by_outcome_reason_and_kind()
    {
        await using var host = await StartAsync();

        using (var socket = await host.ConnectAsync("/ws", host.MintJwt()))
        {
            await socket.AskAsync("hello");
        }

        await host.ConnectInVainAsync("/ws");
        await host.ConnectInVainAsync("/ws");
        await host.ConnectInVainAsync("/nowhere");
        using var unguarded = await host.ConnectAsync("/open");
        using var plain = await host.Http("/rest").GetAsync(host.MintJwt());
        _ = host.Logs.Handshakes;

        Assert.Equal(
            [
                "wsauth.outcome=accepted,wsauth.kind=jwt",
                "wsauth.outcome=refused,wsauth.reason=credential_missing",
                "wsauth.outcome=refused,wsauth.reason=credential_missing",
                "wsauth.outcome=refused,wsauth.reason=refused_before_authentication",
                "wsauth.outcome=unguarded",
            ],
            Tags("wsauth.handshakes")
        );
    }

    [Fact]
    public async Task An_operator_sees_which_key_is_in_use()
    {
        await using var host = await StartAsync();

        using var socket = await host.ConnectAsync("/ws", host.MintJwt());
        _ = host.Logs.Handshakes;

        Assert.Equal(
            [
                $"wsauth.key.fingerprint={SecretFingerprint.Of(_secret)},wsauth.key.source=env:JWT_SECRET_KEY,wsauth.key.state=current",
            ],
            Tags("wsauth.key.uses")
        );
    }

    [Fact]
    public async Task Open_sockets_are_counted_up_and_down()
    {
        await using var host = await StartAsync();

        var socket = await host.ConnectAsync("/ws", host.MintJwt());
        await socket.AskAsync("hello");
        Assert.Equal([1], Values("wsauth.connections"));
        socket.Abort();
        socket.Dispose();

        Assert.True(
            SpinWait.SpinUntil(() => Values("wsauth.connections").Count == 2, TimeSpan.FromSeconds(20)),
            "The end of the socket was not counted."
        );
        Assert.Equal([1, -1], Values("wsauth.connections"));
    }

    [Fact]
    public async Task A_validation_is_measured_in_seconds()
    {
        await using var host = await StartAsync();

        await host.ConnectInVainAsync("/ws", host.MintJwt()[..^4] + "AAAA");

        Assert.Equal(
            ["wsauth.outcome=refused,wsauth.reason=signature_mismatch,wsauth.kind=jwt"],
            Tags("wsauth.validation.duration")
        );
        Assert.InRange(Assert.Single(Values("wsauth.validation.duration")), 0, 60);
    }

    [Fact]
    public async Task The_requests_span_has_an_event_and_the_validation_a_span_of_its_own()
    {
        await using var host = await StartAsync();
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "WsAuth" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        var refusal = await host.ConnectInVainAsync("/ws", host.MintJwt()[..^4] + "AAAA");

        bool IsOurs(Activity activity) => activity.TraceId.ToHexString() == refusal.AttemptId;
        Assert.True(
            SpinWait.SpinUntil(() => ended.Count(IsOurs) >= 2, TimeSpan.FromSeconds(20)),
            "The spans did not end."
        );
        var request = Assert.Single(ended, activity => IsOurs(activity) && activity.Source.Name != "WsAuth");
        var handshake = Assert.Single(request.Events, item => item.Name == "wsauth.handshake");
        Assert.Equal(
            "refused signature_mismatch WsAuth jwt Authorization header",
            string.Join(
                ' ',
                new[] { "wsauth.outcome", "wsauth.reason", "wsauth.layer", "wsauth.kind", "wsauth.location" }.Select(
                    name => handshake.Tags.Single(tag => tag.Key == name).Value
                )
            )
        );
        var validation = Assert.Single(ended, activity => IsOurs(activity) && activity.Source.Name == "WsAuth");
        Assert.Equal("wsauth.validate", validation.OperationName);
        Assert.Equal("signature_mismatch", validation.GetTagItem("wsauth.reason"));
    }

    public void Dispose() => _listener.Dispose();

    private List<string> Tags(string name) => [.. _measured.Where(item => item.Name == name).Select(item => item.Tags)];

    private List<double> Values(string name) =>
        [.. _measured.Where(item => item.Name == name).Select(item => item.Value)];

    private async Task<KestrelHost> StartAsync()
    {
        var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
                app.Map("/open", EchoEndpoint.RunAsync);
                app.MapGet("/rest", HttpConversation.WhoAmIAsync).RequireWsAuth(TokenKind.Jwt);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = _secret }
        );

        // Of this host alone: tests run side by side.
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "WsAuth" && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
        return host;
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue(
            (instrument.Name, value, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))
        );
}
