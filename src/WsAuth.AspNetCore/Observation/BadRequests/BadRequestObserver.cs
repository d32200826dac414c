using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WsAuth.AspNetCore.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation.BadRequests;

/// <summary>
/// Records what Kestrel refuses to parse, which no middleware ever sees. Such a request may have been a handshake; where its headers were
/// read far enough to show it, the record says so.
/// </summary>
internal sealed class BadRequestObserver(DiagnosticListener diagnostics, HandshakeRecorder recorder, TimeProvider clock)
    : IObserver<KeyValuePair<string, object?>>,
        IDisposable
{
    private const string Event = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private IDisposable? _subscription;

    public void Start() => _subscription ??= diagnostics.Subscribe(this, name => name == Event);

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is not { Key: Event, Value: IFeatureCollection features })
        {
            return;
        }

        try
        {
            Observe(features);
        }
        catch (Exception)
        {
            // The server is in the midst of its answer, and does not expect its observers to throw.
        }
    }

    public void OnError(Exception error) { }

    public void OnCompleted() { }

    public void Dispose() => _subscription?.Dispose();

    private void Observe(IFeatureCollection features)
    {
        // One that reached the pipeline is the observer's; what an application throws by itself is not the server's refusal.
        if (
            features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException error
            && error.GetType() != typeof(BadHttpRequestException)
            && features.Get<HandshakeObservation>() is null
            && MayBeHandshake(features.Get<IHttpRequestFeature>())
        )
        {
            recorder.Record(Describe(features, BadRequestCause.Of(error)));
        }
    }

    private HandshakeRecord Describe(IFeatureCollection features, BadRequestCause cause)
    {
        var request = features.Get<IHttpRequestFeature>();
        var address = features.Get<IHttpConnectionFeature>()?.RemoteIpAddress;
        return new HandshakeRecord
        {
            AttemptId = ActivityTraceId.CreateRandom().ToHexString(),
            At = clock.GetUtcNow(),
            IsHandshake = request is not null && HandshakeProtocol.HasHandshakeHeaders(request.Headers),
            Endpoint = request?.Path is { Length: > 0 } path ? ClientText.Quote(path) : "an unread path",
            Reason = ReasonCatalogue.BadRequest,
            Layer = "Kestrel",
            Explanation = $"{ReasonCatalogue.BadRequest.Explanation} {cause.Explanation} The answer is {cause.Status}.",
            Fix = cause.Fix ?? ReasonCatalogue.BadRequest.Fix,
            Status = cause.Status,
            RemoteAddress = address,
            Client = RemoteNetwork.Of(address).ToString(),
        };
    }

    // A method that was read, and is none of a handshake, settles it.
    private static bool MayBeHandshake(IHttpRequestFeature? request) =>
        request?.Method is not { Length: > 0 } method || HttpMethods.IsGet(method) || HttpMethods.IsConnect(method);
}
