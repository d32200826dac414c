using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;

namespace WsAuth.AspNetCore.Registration;

/// <summary>
/// Which transports without a socket a guarded hub leaves open. Nothing watches those: they pass the door request by request, and no limit of connections, revocation or end of a
/// session reaches what is open between two requests. Clients fall back to them on their own, also where a socket of theirs was refused.
/// </summary>
internal static class HubTransports
{
    private const HttpTransportType Socketless = HttpTransportType.LongPolling | HttpTransportType.ServerSentEvents;

    private const string Negotiation = "/negotiate";

    /// <summary>The socketless transports of the guarded hub that this endpoint negotiates for; null where it is none, or allows sockets alone.</summary>
    public static string? Find(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<NegotiateMetadata>() is not null
        && endpoint.Metadata.GetMetadata<WsAuthMetadata>() is not null
        && endpoint.Metadata.GetMetadata<HttpConnectionDispatcherOptions>() is { } options
        && (options.Transports & Socketless) is var open and not HttpTransportType.None
            ? open.ToString().Replace(", ", " and ", StringComparison.Ordinal)
            : null;

    /// <summary>The hub's path, from that of its negotiation.</summary>
    public static string NameOf(string negotiation) =>
        negotiation.EndsWith(Negotiation, StringComparison.Ordinal) ? negotiation[..^Negotiation.Length] : negotiation;
}
