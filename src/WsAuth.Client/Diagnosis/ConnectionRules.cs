using static WsAuth.Client.Diagnosis.HandshakePhase;

namespace WsAuth.Client.Diagnosis;

/// <summary>Before any HTTP answer: names, TCP, TLS, and ports that speak something else.</summary>
internal static class ConnectionRules
{
    public static readonly JudgementRule[] All =
    [
        new(
            Connect,
            f => f.Obstacle == Obstacle.NotSent,
            f => f.Seen,
            "Find out why the credential's provider has none; a connection without it would be refused."
        ),
        new(
            Connect,
            f => f.Obstacle == Obstacle.CancelledOrTimedOut,
            "The attempt was cancelled, or its time ran out, before the server answered.",
            "Where the time ran out, run the full diagnosis: it tells which step takes so long."
        ),
        new(
            Connect,
            f => f.Obstacle == Obstacle.NameUnknown,
            f => $"The name {f.Host} does not resolve.",
            "Correct the host in the URL, or the DNS record; inside containers use the service's own name."
        ),
        new(
            Connect,
            f => f.Obstacle == Obstacle.NameLookupFailed,
            f => $"The name {f.Host} could not be looked up: {f.Seen}.",
            "Check this machine's DNS server and network."
        ),
        new(
            Connect,
            f => f.Obstacle == Obstacle.ConnectionRefused,
            f => $"Nothing listens at {f.Place}.",
            "Start the server, or correct the port; a server that listens on localhost only is not reached from outside its machine or container."
        ),
        new(
            Connect,
            f => f.Obstacle == Obstacle.ConnectTimedOut,
            f => $"{f.Place} does not answer.",
            "Open the port in the firewall or security group on the way; a closed port would have refused."
        ),
        new(
            Connect,
            f => f.Obstacle == Obstacle.Unreachable,
            f => $"{f.Place} is not reached: {f.Seen}.",
            "Check the network between this machine and the server. If other programs get through, they use a proxy, and this diagnosis uses none."
        ),
        new(
            Tls,
            f => f.Obstacle == Obstacle.PlainServerOnTlsPort,
            f => $"{f.Port} speaks plain HTTP, and the URL asks for TLS.",
            "Connect with ws://, or to the server's TLS port; TLS may end at a proxy before it."
        ),
        new(
            Tls,
            f => f.Obstacle == Obstacle.CertificateRefused,
            f => $"The server's certificate is not accepted: {f.Seen}.",
            "Connect by the name that the certificate is for, renew it, or make this machine trust its issuer; do not switch the check off."
        ),
        new(
            Tls,
            f => f.Obstacle == Obstacle.TlsFailed && f.Seen.Contains("certificate_required", StringComparison.Ordinal),
            "The server wants a certificate of the client.",
            "Give the client its certificate (ClientWebSocketOptions.ClientCertificates)."
        ),
        new(
            Tls,
            f => f.Obstacle == Obstacle.TlsFailed && f.Seen.Contains("unrecognized_name", StringComparison.Ordinal),
            f => $"The server has no certificate for the name {f.Host}.",
            "Connect by a name that the server serves, or add the name to its configuration."
        ),
        new(
            Tls,
            f => f.Obstacle == Obstacle.TlsFailed,
            f => $"TLS could not be negotiated: {f.Seen}.",
            "Check that the port speaks TLS at all, and which versions it takes; the server's own log has its side."
        ),
        new(
            Tls,
            f => f.Obstacle == Obstacle.TlsTimedOut,
            "The server took the connection and did not answer the TLS negotiation.",
            "Check that the port speaks TLS; a port that waits for the client's first line of another protocol stays silent like this."
        ),
        new(
            Tls,
            f => f.Obstacle == Obstacle.TlsServerOnPlainPort || (f.Status == 400 && SpeaksOfTls(f)),
            f => $"{f.Port} speaks TLS, and the URL asks for plain HTTP.",
            "Connect with wss://."
        ),
        new(
            Connect,
            f => f.Obstacle == Obstacle.NotHttp,
            f => $"What answers at {f.Place} is no HTTP server: {f.Seen}.",
            "Correct the port in the URL."
        ),
        new(
            ProtocolNegotiation,
            f => f.Obstacle == Obstacle.ClosedWithoutAnswer,
            "The server took the request and closed the connection without an answer.",
            "Look into the server's log at this time: there may be no WebSocket at this path (Node servers drop such upgrades), its process may have crashed, a hop that knows no WebSocket may have cut the connection, or a connection limit is reached (Kestrel's MaxConcurrentConnections, a proxy's own)."
        ),
        new(
            ProtocolNegotiation,
            f => f.Obstacle == Obstacle.Reset,
            "The connection was reset before an answer came.",
            "Look into the server's log at this time; a firewall, a load balancer or a crashed process resets connections."
        ),
        new(
            ProtocolNegotiation,
            f => f.Obstacle == Obstacle.AnswerTimedOut,
            "The server took the request and did not answer in time.",
            "A hop may have dropped Upgrade and Connection, so that the application waits for something else, or the handler waits before it accepts: ask without the proxies first."
        ),
        new(
            ProtocolNegotiation,
            f => f.Obstacle is Obstacle.HeadTooLarge or Obstacle.HeadBroken,
            f => $"The answer is no proper HTTP: {f.Seen}.",
            "Look at what writes the answer: a hand-written refusal lacks its empty line, or a hop cuts answers off."
        ),
        new(
            Connect,
            f => f.Obstacle == Obstacle.Unknown,
            f => $"The connection failed: {f.Seen}.",
            "Run the full diagnosis: it tells name resolution, TCP, TLS and the HTTP answer apart."
        ),
    ];

    // nginx, Go and Apache say so in plain words.
    private static bool SpeaksOfTls(HandshakeFacts facts) =>
        facts.Says("plain HTTP request was sent to HTTPS port")
        || facts.Says("HTTP request to an HTTPS server")
        || facts.Says("speaking plain HTTP to an SSL-enabled server port");
}
