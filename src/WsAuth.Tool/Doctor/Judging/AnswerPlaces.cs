using WsAuth.Client.Diagnosis;

namespace WsAuth.Tool.Doctor.Judging;

/// <summary>Where to look where no server named a reason.</summary>
internal static class AnswerPlaces
{
    // A handler that fails does so at once; a hop waits for a whole second at least.
    private static readonly TimeSpan LeastSilence = TimeSpan.FromSeconds(0.8);

    public static (Side Side, string Place, Confidence Confidence) Of(HandshakeDiagnosis diagnosis)
    {
        var facts = diagnosis.Facts;
        return facts.Obstacle switch
        {
            Obstacle.NameUnknown or Obstacle.NameLookupFailed => (
                Side.Network,
                "the URL's host, or the DNS",
                Confidence.Certain
            ),
            Obstacle.ConnectionRefused => (
                Side.Network,
                "the URL's port, or the server's process and the address that it listens on",
                Confidence.Certain
            ),
            Obstacle.Unreachable or Obstacle.ConnectTimedOut => (
                Side.Network,
                "firewalls and routes between here and the server",
                Confidence.Likely
            ),
            Obstacle.PlainServerOnTlsPort or Obstacle.TlsServerOnPlainPort => (
                Side.Client,
                "the URL's scheme or port",
                Confidence.Certain
            ),
            Obstacle.CertificateRefused => (
                Side.Server,
                "the server's certificate, or what this machine trusts",
                Confidence.Certain
            ),
            Obstacle.TlsFailed or Obstacle.TlsTimedOut => (Side.Server, "the server's TLS settings", Confidence.Likely),
            Obstacle.NotHttp => (Side.Client, "the URL's port", Confidence.Certain),
            Obstacle.ClosedWithoutAnswer or Obstacle.Reset or Obstacle.AnswerTimedOut => (
                Side.Unknown,
                "the server's log at this time, and the hops before it",
                Confidence.Guess
            ),
            Obstacle.HeadBroken
            or Obstacle.HeadTooLarge
            or Obstacle.AcceptKeyWrong
            or Obstacle.UpgradeHeadersWrong
            or Obstacle.ExtensionNotOffered
            or Obstacle.FramesBroken => (
                Side.Proxy,
                "what writes or changes the answer: a hop, or the server's own WebSocket code",
                Confidence.Likely
            ),
            Obstacle.SubProtocolNotOffered => (
                Side.Server,
                "the server's choice of the sub-protocol",
                Confidence.Certain
            ),
            Obstacle.BrokenOff when facts.BrokenAfter >= LeastSilence => (
                Side.Proxy,
                "the time-out for idle connections of a hop, or the server's handler",
                Confidence.Likely
            ),
            Obstacle.Closed or Obstacle.BrokenOff or Obstacle.FirstMessageUnconfirmed => (
                Side.Server,
                "the application's code after the accept; its log at this time",
                Confidence.Likely
            ),
            Obstacle.Answered => OfStatus(facts, diagnosis.Phase == HandshakePhase.Tls),
            _ => (Side.Nobody, "nothing", Confidence.Certain),
        };
    }

    private static (Side, string, Confidence) OfStatus(HandshakeFacts facts, bool isOfTls) =>
        facts.Status switch
        {
            400 when isOfTls => (Side.Client, "the URL's scheme or port", Confidence.Certain),
            401 or 403 when facts.Credential?.Damage is not null => (
                Side.Client,
                "the client's code that puts the credential into the request",
                Confidence.Likely
            ),
            401 or 403 when facts.IsCredentialExpired => (
                facts.Clock is { IsSkewed: true } ? Side.Both : Side.Client,
                "the client's code: a fresh credential for each connection",
                Confidence.Likely
            ),
            401 or 403 when facts.IsCredentialEarly => (
                Side.Both,
                "the clocks of issuer and server (NTP)",
                Confidence.Likely
            ),
            400 when facts.Reason == "refused_elsewhere" => (
                Side.Server,
                "the component of the server's pipeline that answered; its log names it",
                Confidence.Likely
            ),
            400 when facts.Says("did not receive a valid HTTP request") => (
                Side.Proxy,
                "the proxy's configuration for this path (nginx: proxy_http_version 1.1)",
                Confidence.Likely
            ),
            401 when facts is { IsRequestKnown: true, Credential: null } => (
                Side.Client,
                "the client's code that opens the connection: it sends no credential",
                Confidence.Likely
            ),
            401 or 403 when facts.Said is not null => (
                Side.Unknown,
                "secret, issuer, audience and the credential's place on both sides; the server's words say which",
                Confidence.Likely
            ),
            401 => (
                Side.Unknown,
                "the credential on the client's side, the check of it on the server's",
                Confidence.Guess
            ),
            403 when facts is { Gateway: not null, IsPassedOnByNginx: false } => (
                Side.Proxy,
                $"{facts.Gateway}'s configuration for this path, and the application's log",
                Confidence.Guess
            ),
            403 => (
                Side.Server,
                "the check that refuses: credential, Origin, permission or address list",
                Confidence.Guess
            ),
            400 when facts.IsOfNodeWs => (
                Side.Client,
                "the URL's path, or the path option of the server's ws",
                Confidence.Likely
            ),
            407 => (Side.Proxy, "the proxy's login", Confidence.Certain),
            426 => (Side.Proxy, "the proxy that drops Upgrade or Connection", Confidence.Likely),
            429 => (Side.Client, "the client's pauses between attempts", Confidence.Certain),
            >= 300 and < 400 => (Side.Client, "the URL, or the redirection", Confidence.Likely),
            404 when facts is { IsPlainAnsweredAlike: true, Reason: null, Gateway: { } gateway } => (
                Side.Unknown,
                $"the URL's path, or {gateway}'s configuration for Upgrade and Connection",
                Confidence.Guess
            ),
            404 or 405 => (Side.Client, "the URL's path, or the server's route for it", Confidence.Likely),
            502 or 504 when facts.IsUpgradeAloneUnanswered => (
                Side.Server,
                "the application's code for upgrades at this path; its log at this time",
                Confidence.Likely
            ),
            500 or 503 when facts.IsGatewaysOwnPage => (
                Side.Proxy,
                $"{facts.Gateway}'s own log and configuration for this path",
                Confidence.Likely
            ),
            502 or 503 or 504 => (
                Side.Server,
                "the application behind the gateway, and the gateway's upstream address",
                Confidence.Likely
            ),
            >= 500 => (Side.Server, "the application's log at this time", Confidence.Certain),
            >= 200 and < 300 => (
                Side.Proxy,
                "the proxy that drops Upgrade or Connection, or the URL's path",
                Confidence.Likely
            ),
            _ => (Side.Unknown, "the request as it reaches the server: proxies, path, headers", Confidence.Guess),
        };
}
