using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WsAuth.AspNetCore.Observation;

/// <summary>
/// Stands before the server's own way to turn a request into a socket, so that the observer knows whether and when that happened, whoever does
/// it: the handler's accept call, a hub, or code that upgrades by itself. Everything goes through as it is.
/// </summary>
internal sealed class UpgradeWatch(
    HttpContext context,
    HandshakeObservation observation,
    HandshakeRecorder recorder,
    IHttpUpgradeFeature? upgrade,
    IHttpExtendedConnectFeature? connect
) : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    public bool IsUpgradableRequest
    {
        get
        {
            observation.HasAskedToUpgrade = true;
            return upgrade!.IsUpgradableRequest;
        }
    }

    public bool IsExtendedConnect => connect!.IsExtendedConnect;

    public string? Protocol => connect!.Protocol;

    /// <summary>Puts the watch before those features that the server has.</summary>
    public static void Install(HttpContext context, HandshakeObservation observation, HandshakeRecorder recorder)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        var connect = context.Features.Get<IHttpExtendedConnectFeature>();
        if (context.Features.Get<IHttpWebSocketFeature>() is { } webSockets)
        {
            context.Features.Set<IHttpWebSocketFeature>(new AcceptWatch(context, observation, recorder, webSockets));
        }

        var watch = new UpgradeWatch(context, observation, recorder, upgrade, connect);
        if (upgrade is not null)
        {
            context.Features.Set<IHttpUpgradeFeature>(watch);
        }

        if (connect is not null)
        {
            context.Features.Set<IHttpExtendedConnectFeature>(watch);
        }
    }

    public Task<Stream> UpgradeAsync() =>
        recorder.WatchAsync(context, observation, () => new ValueTask<Stream>(upgrade!.UpgradeAsync()), isRaw: true);

    public ValueTask<Stream> AcceptAsync() =>
        new(recorder.WatchAsync(context, observation, connect!.AcceptAsync, isRaw: true));
}
