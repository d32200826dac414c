using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>
/// Recognises an opening handshake from the raw request, and finds what a hop on the way has taken from it.
/// <c>IsWebSocketRequest</c> cannot be asked: where authentication runs, <c>UseWebSockets</c> has not run yet, and a handshake that
/// lost a header is none to it.
/// </summary>
internal static class HandshakeProtocol
{
    private const string WebSocket = "websocket";
    private const int KeyBytes = 16;

    /// <summary>Whether the client means a WebSocket: by RFC 6455 §4.1, by RFC 8441 §4, or by any header that only handshakes have.</summary>
    public static bool IsHandshake(HttpContext context) =>
        IsExtendedConnect(context) || HasHandshakeHeaders(context.Request.Headers);

    /// <summary>Whether there is any header that only handshakes have.</summary>
    public static bool HasHandshakeHeaders(IHeaderDictionary headers) =>
        HasToken(headers.Upgrade, WebSocket)
        || headers.SecWebSocketKey.Count > 0
        || headers.SecWebSocketVersion.Count > 0
        || headers.SecWebSocketProtocol.Count > 0
        || headers.SecWebSocketExtensions.Count > 0;

    /// <summary>Why a request that means a WebSocket cannot become one; null where it can, and for plain HTTP.</summary>
    public static Refusal? FindFault(HttpContext context)
    {
        var version = context.Request.Headers.SecWebSocketVersion;
        if (IsExtendedConnect(context))
        {
            return CheckVersion(version);
        }

        return
            !HasToken(context.Request.Headers.Upgrade, WebSocket)
            || !HasToken(context.Request.Headers.Connection, "Upgrade")
            || !IsKey(context.Request.Headers.SecWebSocketKey)
            || version.Count == 0
            || !HttpMethods.IsGet(context.Request.Method)
            || HttpProtocol.IsHttp10(context.Request.Protocol)
            ? MissingUpgrade.Describe(context)
            : CheckVersion(version);
    }

    /// <summary>Whether the header is one valid key (RFC 6455 §4.1).</summary>
    // The framework upgrades nothing without one: what looks complete but for it is plain HTTP.
    public static bool IsKey(StringValues values)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        return values.Count == 1
            && Convert.TryFromBase64String(values[0] ?? "", key, out var written)
            && written == KeyBytes;
    }

    private static Refusal? CheckVersion(StringValues version) =>
        version.Count == 1 && version[0] == "13"
            ? null
            : new Refusal(
                ReasonCatalogue.VersionUnsupported,
                $"Sec-WebSocket-Version is {(version.Count == 0 ? "missing" : ClientText.Quote(version.ToString()))}."
            );

    private static bool IsExtendedConnect(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect
        && string.Equals(connect.Protocol, WebSocket, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a header that is a list of tokens holds this one, in any letter case (RFC 9110 §5.6.1).</summary>
    public static bool HasToken(StringValues values, string token)
    {
        foreach (var value in values)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                if (value.AsSpan(part).Trim().Equals(token, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
