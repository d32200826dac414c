using System.Globalization;
using static WsAuth.Client.Diagnosis.HandshakePhase;

namespace WsAuth.Client.Diagnosis;

/// <summary>A 101 that is not a proper one, and sockets that do not stay open.</summary>
internal static class UpgradeRules
{
    public static readonly JudgementRule[] All =
    [
        new(
            ProtocolNegotiation,
            f => f.Obstacle == Obstacle.UpgradeHeadersWrong,
            f => $"The server answered 101, but not with a WebSocket upgrade: {f.Seen}.",
            "A hop rewrites the answer's headers: let it pass Upgrade and Connection on in both directions."
        ),
        new(
            ProtocolNegotiation,
            f => f.Obstacle == Obstacle.AcceptKeyWrong,
            "The server's Sec-WebSocket-Accept does not belong to this handshake (RFC 6455 §4.2.2).",
            "A cache answered with somebody else's answer, or the server's WebSocket code is wrong: forbid caching, and use a library."
        ),
        new(
            ProtocolNegotiation,
            f => f.Obstacle == Obstacle.SubProtocolNotOffered,
            f =>
                $"The server chose a sub-protocol that was not offered: {f.Seen}; clients close the connection then (RFC 6455 §4.1).",
            "Let the server choose one of the offered sub-protocols, or offer that one."
        ),
        new(
            ProtocolNegotiation,
            f => f.Obstacle == Obstacle.ExtensionNotOffered,
            f =>
                $"The server uses an extension that was not offered: {f.Seen}; clients close the connection then (RFC 6455 §4.1).",
            "Correct the server or the hop that adds Sec-WebSocket-Extensions."
        ),
        new(
            AfterUpgrade,
            f => f.Obstacle == Obstacle.FramesBroken,
            "The connection was upgraded, and what came then are no WebSocket frames.",
            "A hop writes into the connection, or the server speaks another protocol after the upgrade."
        ),
        new(
            AfterUpgrade,
            f => f.Obstacle == Obstacle.FirstMessageUnconfirmed,
            f => $"The server did not confirm the first message: {f.Seen}.",
            "Check that this endpoint reads the credential from the first message; else send it in the handshake."
        ),
        new(
            AfterUpgrade,
            f => f.Close is { Code: 4401 or 3000 },
            f => $"The server accepted the socket and closed it as unauthenticated ({Close(f)}).",
            f =>
                TokenComplaint.In(f.Close!.Text)?.Fix
                ?? "Compare secret, issuer and audience of both sides, and the token's age; the server's log has its view."
        ),
        new(
            AfterUpgrade,
            f => f.Close is { Code: 4403 or 3003 },
            f => $"The server accepted the socket and closed it as forbidden ({Close(f)}).",
            "The caller is known, and may not: look at its permissions, or at the Origin."
        ),
        new(
            AfterUpgrade,
            f => f.Close is { Code: 4408 or 3008 },
            f => $"The server accepted the socket and waited in vain for a first message ({Close(f)}).",
            "Send the credential as the first message, at once and in the form that the server expects."
        ),
        new(
            AfterUpgrade,
            f => TokenComplaint.In(f.Close?.Text) is not null,
            f =>
                $"The server accepted the socket and closed it over the credential ({Close(f)}){(f.Clock is { IsSkewed: true } clock && TokenComplaint.In(f.Close!.Text)!.IsOfTime ? $"; {clock}" : "")}.",
            f => TokenComplaint.In(f.Close!.Text)!.Fix
        ),
        new(
            AfterUpgrade,
            f => f.Close is { Code: 1008 },
            f =>
                $"The server accepted the socket and closed it by a policy of its own ({Close(f)}): mostly a missing or refused credential.",
            "Look into the application's log for its check after the accept."
        ),
        new(
            AfterUpgrade,
            f => f.Close is { Code: 1011 or 1012 or 1013 or 1014 },
            f => $"The server accepted the socket and closed it for a fault of its own ({Close(f)}).",
            "Look for an exception in the application's log at this time."
        ),
        new(
            AfterUpgrade,
            f => f.Close is { Code: >= 4000 and < 5000 },
            f =>
                $"The server accepted the socket and closed it at once with a code of the application's own ({Close(f)}): what it means stands in the application's code.",
            "Look for this code in the application: many close with a 40xx of their own where the credential is missing or refused."
        ),
        new(
            AfterUpgrade,
            f => f.Close is not null,
            f => $"The server accepted the socket and closed it at once ({Close(f)}).",
            "Look into the application's log for what ends the handler: it may expect a credential or a first message."
        ),
        new(
            AfterUpgrade,
            f => f is { Obstacle: Obstacle.BrokenOff, BrokenAfter: not null },
            f =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The socket opened and answered its ping; {f.BrokenAfter!.Value.TotalSeconds:0.#} s after the last frame the connection broke off without a close frame."
                ),
            "If that is the silence that a hop allows (nginx: proxy_read_timeout, haproxy: timeout tunnel, a load balancer's idle time-out), raise it or send pings more often than that; else look for an exception in the handler."
        ),
        new(
            AfterUpgrade,
            f => f.Obstacle == Obstacle.BrokenOff,
            "The server accepted the socket, and the connection broke off without a close frame.",
            "Look for an exception in the handler, or a hop that cuts upgraded connections."
        ),
        new(
            AfterUpgrade,
            f => f.IsPongMissing,
            "The handshake succeeded; the first ping was not answered.",
            "A handler that does not read answers no ping in some frameworks; if this one reads, a hop holds frames back: switch its buffering off."
        ),
        new(
            AfterUpgrade,
            f => f.Clock is { IsSkewed: true },
            f => $"The handshake succeeded; {f.Clock}, so tokens will seem expired or not yet valid.",
            "Set both clocks by NTP."
        ),
        new(
            AfterUpgrade,
            f => f.Offered.Count > 0 && f.Answer?["Sec-WebSocket-Protocol"] is null && f.Answer is not null,
            "The handshake succeeded; sub-protocols were offered and none was chosen: browsers and Node fail with that.",
            "Let the server choose one of the offered sub-protocols, or offer none; beside a credential's sub-protocol offer a real one."
        ),
        new(AfterUpgrade, _ => true, "The handshake succeeded.", "Nothing."),
    ];

    private static string Close(HandshakeFacts facts) =>
        facts.Close is { Text.Length: > 0 } close
            ? $"{close.Code} {facts.Conceal.Show(close.Text)}"
            : $"{facts.Close!.Code}";
}
