using static WsAuth.Client.Diagnosis.HandshakePhase;

namespace WsAuth.Client.Diagnosis;

/// <summary>All other HTTP answers instead of a 101: routes, lost headers, sizes, gateways.</summary>
internal static class NegotiationRules
{
    private const string LetThrough =
        "Let every proxy on the way pass Upgrade and Connection on (HTTP/1.1), or correct the path.";

    public static readonly JudgementRule[] All =
    [
        new(
            HttpAuthentication,
            f => f.Status is >= 300 and < 400 && Redirection.IsLogin(f),
            Redirection.Explain,
            Redirection.Advise
        ),
        new(ProtocolNegotiation, f => f.Status is >= 300 and < 400, Redirection.Explain, Redirection.Advise),
        new(
            ProtocolNegotiation,
            f => f.Status is >= 200 and < 300 && f.Answer!.IsHtml,
            f =>
                $"The server answered {f.Status} with a page of the website: {f.Path} is no WebSocket route there, or a hop dropped the upgrade and the fallback page answered.",
            LetThrough
        ),
        new(
            ProtocolNegotiation,
            f => f.Status is >= 200 and < 300,
            f =>
                $"The server answered {f.Status} instead of 101: it took the handshake for a plain request, because a hop dropped the upgrade or {f.Path} is no WebSocket route.",
            LetThrough
        ),
        new(
            ProtocolNegotiation,
            f =>
                f.Status == 426
                && f.Answer!["Sec-WebSocket-Version"] is { } versions
                && !versions.Contains("13", StringComparison.Ordinal),
            f =>
                $"The server speaks another version of the WebSocket protocol than 13: {f.Conceal.Name(f.Answer!["Sec-WebSocket-Version"]!)}.",
            "Update the server's WebSocket library to RFC 6455."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status == 426,
            "The server asks for an upgrade that was sent: a hop on the way drops Upgrade or Connection.",
            LetThrough
        ),
        new(
            ProtocolNegotiation,
            f => f.Status == 400 && f.Says("HTTP/2 only"),
            "The port takes HTTP/2 without TLS only, and this handshake is HTTP/1.1.",
            "Let the server take HTTP/1.1 on this port too, or connect to one that does."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status == 400 && (f.Says("invalid host") || f.Says("Invalid Hostname") || f.Says("DisallowedHost")),
            f => $"The server does not serve the host name {f.Host}.",
            "Connect by a name that it serves, or add this one to its list of hosts; a proxy may have changed the Host header."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status == 400 && (f.Says("Transport unknown") || f.Says("Session ID unknown")),
            "A Socket.IO server answered, and this is no Socket.IO handshake, or the session is on another instance.",
            "Use a Socket.IO client, and sticky sessions where several instances run."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status is 400 or 404 && f.Says("Connection ID"),
            "A SignalR hub answered, and it expects a negotiated connection.",
            "Use a SignalR client, with skipNegotiation for a WebSocket without it, and sticky sessions where several instances run."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status == 400 && f.IsOfNodeWs,
            f =>
                $"The path option of Node's ws does not match this URL's path, {f.Path}: it answers a whole handshake with a bare 400 then{(f.Plain?.Status == 426 ? ", and a plain GET with 426" : "")}.",
            "Connect to the path that the server's `path` option names; it has to be the same to the letter, and a proxy may have added or taken off a prefix."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status == 400 && f.Says("WebSocket connection: did not receive a valid HTTP request"),
            "Python's websockets could not read the request, which was sent right: a hop passes it on in another form, as nginx does with HTTP/1.0 where proxy_http_version 1.1 is missing.",
            "Let every proxy pass the handshake on over HTTP/1.1, with Upgrade and Connection; nginx: proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade, proxy_set_header Connection \"upgrade\"."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status == 400 && f.SpeaksOfUpgrade,
            f =>
                $"The server misses something in the handshake, which was sent complete: {(f.Says("upgrade") || f.Says("websocket") ? f.Conceal.Show(f.Answer!.Body.Trim()) : "a hop on the way changed it")}.",
            LetThrough
        ),
        new(
            ProtocolNegotiation,
            f => f is { Status: 400, Reason: "refused_elsewhere" },
            _ => "Another part of the application than WsAuth answered the handshake (400), and does not tell why.",
            f =>
                $"Look {(f.AttemptId is { } id ? $"attempt {id}" : "this attempt")} up in the server's log, or ask for it as an operator: its line names the part that answered, the endpoint, and whether WsAuth let the credential pass."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status == 400,
            "The server or a hop before it did not understand the request, and does not say what of it.",
            "Ask without the proxies; look for a header that is too much: cookies, a wrong Host, a credential with unusual characters."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status == 404,
            f =>
                $"There is no WebSocket at {f.Path}{(f.IsPlainAnsweredAlike ? ": a plain GET is answered the same" : "")}{(f is { IsPlainAnsweredAlike: true, Reason: null, Gateway: { } gateway } ? $"; either the path is wrong, or {gateway} drops the upgrade" : "")}.",
            "Correct the path (prefix, trailing slash, letter case); frameworks also answer 404 where a hop dropped the upgrade from a WebSocket-only route."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status == 405 && (f.IsConnect || f.Answer!.Lists("Allow", "GET")),
            f =>
                $"The route at {f.Path} takes {(f.Answer!["Allow"] is { } allowed ? f.Conceal.Name(allowed) : "another method")}, and the handshake reached it as a CONNECT: so it is over HTTP/2 (RFC 8441).",
            "Let the route take CONNECT too (ASP.NET Core: Map, not MapGet), or connect over HTTP/1.1, also on the last hop before the application."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status == 405,
            f =>
                $"The route at {f.Path} exists, but takes another method than this handshake's (GET over HTTP/1.1, CONNECT over HTTP/2){(f.Answer!["Allow"] is { } allowed ? $": {f.Conceal.Name(allowed)}" : "")}.",
            "Map the WebSocket's route for both (ASP.NET Core: Map, not MapGet or MapPost), or correct the path."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status is 431 or 414 or 413,
            f => $"The request is too large for the server ({f.Status}): cookies, or a credential that has grown.",
            "Send fewer cookies and claims, or raise the server's and the proxies' limits."
        ),
        new(
            ProtocolNegotiation,
            f => f.IsUpgradeAloneUnanswered,
            f =>
                $"{f.Gateway} answered, because the application behind it {(f.Status == 502 ? "broke the handshake off" : "did not answer the handshake in time")}; it runs, for a plain GET of the same URL is answered {f.Plain!.Status}.",
            f =>
                f.Status == 502
                    ? "Look at what the application does with an upgrade at this path: Node servers drop those of paths that they do not know, and a fault in the handler ends so too."
                    : "Look for what the application waits for before it accepts: a lookup, a lock, or a check that never answers."
        ),
        new(
            ProtocolNegotiation,
            f => f is { Status: 503, IsGatewaysOwnPage: true },
            f =>
                $"{f.Gateway} answered by itself: the application behind it is not available, or {f.Gateway} limits requests or connections (nginx: limit_req, limit_conn).",
            "Ask again after a pause: where that opens, it is a limit. Else check that the application runs at the address that the proxy forwards to."
        ),
        new(
            ProtocolNegotiation,
            f => f is { Status: 500, IsGatewaysOwnPage: true },
            f =>
                $"{f.Gateway} itself failed (500), by a page of its own: the application was not asked, or its answer was not used.",
            "Look into the gateway's own error log at this time: a rewrite that goes in a circle, a file or map that it cannot read, an auth_request that failed."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status is 502 or 503 or 504 && f.Gateway is not null,
            f => $"{f.Gateway} answered, because the application behind it {Absence(f.Status)}.",
            "Check that the application runs at the address that the proxy forwards to, and is healthy there."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status is 502 or 503 or 504,
            f => $"A gateway, or the application itself, says that the service {Absence(f.Status)}.",
            "Check that the application runs and is healthy; look at the proxies' upstream addresses."
        ),
        new(
            ProtocolNegotiation,
            f => f.Status is >= 500,
            f => $"The application failed before it accepted the socket ({f.Status}).",
            "Look for an exception in the application's log at this time."
        ),
        new(
            ProtocolNegotiation,
            f => f.Obstacle == Obstacle.Answered,
            f => $"The server answered {f.Status} instead of 101, and does not say why.",
            "Look into the server's log at this time."
        ),
    ];

    private static string Absence(int status) =>
        status switch
        {
            502 => "did not take the connection or broke it off",
            503 => "is not available",
            _ => "did not answer in time",
        };
}
