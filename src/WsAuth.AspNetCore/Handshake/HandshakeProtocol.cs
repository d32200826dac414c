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

    private static readonly string[] HandshakeHeaders =
    [
        "Sec-WebSocket-Key",
        "Sec-WebSocket-Version",
        "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Extensions",
    ];
    private static readonly string[] ProxyHeaders =
    [
        "Via",
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
    ];

    /// <summary>Whether the client means a WebSocket: by RFC 6455 §4.1, by RFC 8441 §4, or by any header that only handshakes have.</summary>
    public static bool IsHandshake(HttpContext context) =>
        IsExtendedConnect(context)
        || HasToken(context.Request.Headers.Upgrade, WebSocket)
        || context.Request.Headers.SecWebSocketKey.Count > 0
        || context.Request.Headers.SecWebSocketVersion.Count > 0
        || context.Request.Headers.SecWebSocketProtocol.Count > 0
        || context.Request.Headers.SecWebSocketExtensions.Count > 0;

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
            ? DescribeMissing(context)
            : CheckVersion(version);
    }

    /// <summary>The refusal of a request that lacks what an upgrade needs: what is missing, what arrived, and who passed it on.</summary>
    public static Refusal DescribeMissing(HttpContext context)
    {
        var headers = context.Request.Headers;
        var missing = new List<string>();
        if (!HasToken(headers.Upgrade, WebSocket))
        {
            missing.Add("Upgrade: websocket");
        }

        if (!HasToken(headers.Connection, "Upgrade"))
        {
            missing.Add("Connection: Upgrade");
        }

        missing.AddRange(HandshakeHeaders[..2].Where(name => headers[name].Count == 0));
        if (headers.SecWebSocketKey.Count > 0 && !IsKey(headers.SecWebSocketKey))
        {
            missing.Add("a Sec-WebSocket-Key of 16 bytes in base64");
        }

        var arrived = HandshakeHeaders.Where(name => headers[name].Count > 0).ToList();
        var proxies = ProxyHeaders
            .Where(name => headers[name].Count > 0)
            .Select(name => $"{name}: {ClientText.Quote(headers[name].ToString())}")
            .ToList();
        var method = HttpMethods.IsGet(context.Request.Method)
            ? ""
            : $" The method is {ClientText.Quote(context.Request.Method)}; a handshake over {context.Request.Protocol} is a GET.";
        return new Refusal(
            ReasonCatalogue.UpgradeMissing,
            $"Missing: {Join(missing)}. Arrived: {Join(arrived)}.{method} Proxies that passed it on: {(proxies.Count == 0 ? "none that names itself" : string.Join(", ", proxies))}."
        );
    }

    // RFC 6455 §4.1. The framework upgrades nothing without one: what looks complete but for it is plain HTTP.
    private static bool IsKey(StringValues values)
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

    private static bool HasToken(StringValues values, string token)
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

    private static string Join(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? "nothing" : string.Join(", ", names);
}
