using Microsoft.AspNetCore.Http;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>
/// The refusal of a request that lacks what an upgrade needs: what is missing, what arrived, who passed it on, and, where it is plain from that, by
/// which setting of the proxy.
/// </summary>
internal static class MissingUpgrade
{
    private const string NginxLines =
        "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";";

    private static readonly string[] Needed = ["Sec-WebSocket-Key", "Sec-WebSocket-Version"];
    private static readonly string[] OnlyOfHandshakes =
    [
        .. Needed,
        "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Extensions",
    ];
    private static readonly string[] OfProxies =
    [
        "Via",
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "X-Real-IP",
    ];

    public static Refusal Describe(HttpContext context)
    {
        var headers = context.Request.Headers;
        var (hint, fix) = Judge(context);
        return new Refusal(
            ReasonCatalogue.UpgradeMissing,
            $"Missing: {Join(FindMissing(headers))}. Arrived: {Join(OnlyOfHandshakes.Where(name => headers[name].Count > 0))}.{DescribeMethod(context.Request)}{hint} Proxies that passed it on: {DescribeProxies(headers)}.",
            fix
        );
    }

    private static IEnumerable<string> FindMissing(IHeaderDictionary headers)
    {
        if (!HandshakeProtocol.HasToken(headers.Upgrade, "websocket"))
        {
            yield return "Upgrade: websocket";
        }

        if (!HandshakeProtocol.HasToken(headers.Connection, "Upgrade"))
        {
            yield return "Connection: Upgrade";
        }

        foreach (var name in Needed.Where(name => headers[name].Count == 0))
        {
            yield return name;
        }

        if (headers.SecWebSocketKey.Count > 0 && !HandshakeProtocol.IsKey(headers.SecWebSocketKey))
        {
            yield return "a Sec-WebSocket-Key of 16 bytes in base64";
        }
    }

    // A client that makes a Sec-WebSocket-Key sends the rest of a handshake too, and over HTTP/1.1 (RFC 6455 §4.1): what is gone was taken.
    private static (string Hint, string? Fix) Judge(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.SecWebSocketKey.Count == 0)
        {
            return HandshakeProtocol.HasHandshakeHeaders(headers)
                ? ("", null)
                : (
                    " It is a plain request.",
                    "If this was meant as a WebSocket, connect with a WebSocket client, and let every proxy on the way pass Upgrade, Connection and Sec-WebSocket-* on; else nothing is wrong."
                );
        }

        var hasUpgrade = HandshakeProtocol.HasToken(headers.Upgrade, "websocket");
        if (HttpProtocol.IsHttp10(context.Request.Protocol))
        {
            return (
                " The request came over HTTP/1.0, which knows no upgrade; no WebSocket client speaks that, and nginx does to its upstream unless told otherwise.",
                hasUpgrade
                    ? "Have the proxy speak HTTP/1.1 to this server; in nginx: proxy_http_version 1.1;"
                    : $"Have the proxy pass the upgrade on; in nginx's location: {NginxLines}"
            );
        }

        return (hasUpgrade, HandshakeProtocol.HasToken(headers.Connection, "close")) switch
        {
            (false, true) => (
                " 'Connection: close' stands in the place of the upgrade, as a proxy writes it that makes a new request of each.",
                $"Have the proxy pass the upgrade on; in nginx's location: {NginxLines}"
            ),
            (true, _) => (
                " Upgrade came through and Connection did not: a proxy was told to pass on the one and not the other.",
                "Have the proxy send 'Connection: Upgrade' with it; in nginx: proxy_set_header Connection \"upgrade\";"
            ),
            _ => ("", null),
        };
    }

    private static string DescribeMethod(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
            ? ""
            : $" The method is {ClientText.Quote(request.Method)}; a handshake over {request.Protocol} is a GET.";

    private static string DescribeProxies(IHeaderDictionary headers)
    {
        var named = OfProxies
            .Where(name => headers[name].Count > 0)
            .Select(name => $"{name}: {ClientText.Quote(headers[name].ToString())}")
            .ToList();
        return named.Count == 0 ? "none that names itself" : string.Join(", ", named);
    }

    private static string Join(IEnumerable<string> names)
    {
        var text = string.Join(", ", names);
        return text.Length == 0 ? "nothing" : text;
    }
}
