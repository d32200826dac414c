using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tool.Doctor.Probes;

namespace WsAuth.Tool.Doctor.Judging;

/// <summary>One verdict of all that was tried: what two handshakes show by their difference first, then what the server says, then what its answer looks like.</summary>
internal static class Verdicts
{
    private static readonly string[] OfSecrets =
    [
        ReasonCatalogue.KeyUnknown.Code,
        ReasonCatalogue.SignatureMismatch.Code,
        ReasonCatalogue.SecretMismatch.Code,
        ReasonCatalogue.SignatureMismatch.WireClass,
    ];

    /// <summary>Whether a code says that the secrets of the two sides differ, or its class may.</summary>
    public static bool IsOfSecrets(string? code) => OfSecrets.Contains(code);

    public static Verdict Of(Examination seen)
    {
        if (seen.NoTicket is { } refused)
        {
            return TicketVerdict.Of(refused, seen);
        }

        var primary = seen.Primary!;
        var evidence = VerdictEvidence.Of(seen);
        return seen.WithoutOrigin is { Opened: true } ? OfOrigin(seen, evidence)
            : !primary.Opened && seen.OpenedElsewhere is { } other ? OfPlace(seen, primary, other, evidence)
            : seen.Secrets is { IsHeld: false } secrets && !primary.Opened && SpeaksOfSecrets(primary)
                ? OfSecret(secrets, seen, primary, evidence)
            : OfDiagnosis(seen, primary, evidence);
    }

    private static Verdict OfOrigin(Examination seen, IReadOnlyList<string> evidence) =>
        new(
            $"The Origin {seen.Primary!.Facts.Conceal.Name(seen.Request.Origin!)} is what the server refuses: the same handshake without it opens.",
            seen.IsOfWsAuth
                ? "If pages of that origin may connect, add it to WsAuth:Origins."
                : "Add the page's origin to the server's list of origins for WebSockets, which is often another one than that of CORS.",
            Side.Server,
            seen.IsOfWsAuth ? "WsAuth:Origins in the server's configuration" : "the server's list of allowed origins",
            Confidence.Certain,
            evidence
        );

    private static Verdict OfPlace(Examination seen, Attempt primary, Attempt other, IReadOnlyList<string> evidence)
    {
        var (place, opened) = (
            primary.Facts.Credential?.Place ?? primary.Location.Describe(),
            other.Location.Describe()
        );
        // An endpoint with this library always reads these two.
        var isDropped =
            primary.Diagnosis.Reason == ReasonCatalogue.CredentialMissing.Code
            && primary.Location is CredentialLocations.AuthorizationHeader or CredentialLocations.SubProtocol;
        var header = primary.Location == CredentialLocations.SubProtocol ? "Sec-WebSocket-Protocol" : "Authorization";
        return isDropped
            ? new Verdict(
                $"A hop on the way drops {header}: the credential in the {place} does not reach the server, and the same handshake with it in the {opened} opens.",
                $"Let every proxy on the way pass {header} on; until then connect with the credential in the {opened}.",
                Side.Proxy,
                $"the configuration of the proxy that drops {header} (nginx: proxy_set_header, auth_basic; haproxy: http-request del-header; a gateway's list of headers)",
                Confidence.Certain,
                evidence
            )
            : new Verdict(
                $"The server does not take the credential from the {place}, or it does not get there; the same handshake with it in the {opened} opens.",
                seen.IsOfWsAuth && primary.Location == CredentialLocations.QueryAccessToken
                    ? $"Send it in the {opened}, or let the server read access_token (WsAuth:Query:AccessToken)."
                    : $"Send it in the {opened}; if the server is meant to read the {place}, look for a hop that drops it.",
                seen.IsOfWsAuth ? Side.Client : Side.Unknown,
                "the client's code that puts the credential into the request",
                seen.IsOfWsAuth ? Confidence.Certain : Confidence.Likely,
                evidence
            );
    }

    private static Verdict OfSecret(
        SecretComparison secrets,
        Examination seen,
        Attempt primary,
        IReadOnlyList<string> evidence
    )
    {
        var own = OwnSource(seen, secrets.OwnSource);
        var server = secrets.InForce!;
        var isShadowed = secrets.Shadowed is not null;
        return new Verdict(
            $"The two sides hold different secrets '{secrets.Name}': {secrets.OwnFingerprint} from {own} here, {server.Fingerprint} from {server.Source} in the server's {secrets.ServerEnvironment}."
                + (
                    isShadowed
                        ? $" The server has the value of this side in {secrets.Shadowed!.Source}, but {server.Source} comes before it."
                        : ""
                )
                + (primary.Facts.Explanation?.Detail is { } said ? $" The server says: {said}" : ""),
            OwnOddity(seen, primary)
                + (
                    isShadowed
                        ? $"Give {own} on this side the value of {server.Source}; or, if this side's is the right one, put it there on the server."
                        : $"Give {own} on this side and {server.Source} on the server the same value."
                ),
            Side.Both,
            $"{own} here, {server.Source} on the server",
            Confidence.Certain,
            evidence
        );
    }

    private static Verdict OfDiagnosis(Examination seen, Attempt primary, IReadOnlyList<string> evidence)
    {
        var diagnosis = primary.Diagnosis;
        // Other servers' bodies have codes too, and mean something else by them.
        var code = diagnosis.Reason is { } named ? diagnosis.Facts.Explanation?.Code ?? named : null;
        if (diagnosis.Succeeded && !diagnosis.Facts.IsPongMissing)
        {
            return OfSuccess(seen, primary, evidence);
        }

        if (ReasonPlaces.Find(code) is { } known && code != "refused_elsewhere")
        {
            var cause =
                diagnosis.Facts.Clock is { IsSkewed: true }
                && code == ReasonCatalogue.TokenExpired.Code
                && seen.Supply.SecretName is not null
                    ? (Side: Side.Both, Place: "the clocks of both machines (NTP)")
                    : known;
            var isOfSecrets = OfSecrets.Contains(code);
            var place = isOfSecrets ? cause.Place + OwnPlace(seen, primary) : Layer(primary) ?? cause.Place;
            return new(
                diagnosis.Verdict,
                isOfSecrets ? OwnOddity(seen, primary) + diagnosis.Fix : diagnosis.Fix,
                cause.Side,
                place,
                Confidence.Certain,
                evidence
            );
        }

        var (side, where, confidence) = AnswerPlaces.Of(diagnosis);
        return diagnosis.Facts.IsPongMissing
            ? new(
                "The socket opened, and the first ping was not answered.",
                diagnosis.Fix,
                Side.Unknown,
                "the handler's reading of the socket, or a hop that buffers",
                Confidence.Guess,
                evidence
            )
            : new Verdict(
                diagnosis.Verdict,
                diagnosis.Fix,
                side,
                diagnosis.Status is 401 or 403 ? where + OwnPlace(seen, primary) : where,
                confidence,
                evidence
            ).WithComparison(seen, primary);
    }

    // Whose handshake never came to WsAuth, or left it: the record names who answered.
    private static string? Layer(Attempt primary) =>
        primary.Facts.Explanation is { Code: "refused_before_authentication" or "refused_after_authentication" } said
        && said.Record.FirstOrDefault(row => row.Name == "layer").Value is { } layer
            ? $"{layer}, at {said.Record.FirstOrDefault(row => row.Name == "endpoint").Value ?? "an unknown endpoint"}"
            : null;

    // What is odd about the very value that the credential was made with.
    private static string OwnOddity(Examination seen, Attempt primary) =>
        primary.Options.Credential is { } sent
        && seen.Supply.SecretName is not null
        && seen.Supply.Findings.FirstOrDefault(finding =>
            finding.Contains($"the value of {sent.Source} ", StringComparison.Ordinal)
        )
            is { } oddity
            ? $"On this side first: {oddity} Then: "
            : "";

    private static Verdict OfSuccess(Examination seen, Attempt primary, IReadOnlyList<string> evidence)
    {
        var sent = seen.Supply.Kind is null ? "without a credential" : $"with {primary.Facts.Credential}";
        var isFine = primary.Diagnosis.Fix == "Nothing.";
        var failing = seen.Http2Refusal is not null ? " Over HTTP/2, as browsers connect here, it is refused." : "";
        var advice = seen.Http2Refusal?.Fix;
        return new Verdict(
            $"The connection works: the socket opened {sent}, and the first ping was answered."
                + (
                    isFine
                        ? ""
                        : " "
                            + primary.Diagnosis.Verdict.Replace(
                                "The handshake succeeded; ",
                                "But ",
                                StringComparison.Ordinal
                            )
                )
                + failing,
            advice ?? (isFine ? "Nothing." : primary.Diagnosis.Fix),
            advice is not null ? Side.Server
                : isFine ? Side.Nobody
                : primary.Facts.Clock is { IsSkewed: true } ? Side.Both
                : Side.Server,
            advice is not null ? "the server's route or proxy for HTTP/2"
                : isFine ? "nothing"
                : primary.Facts.Clock is { IsSkewed: true } ? "the clocks of both machines (NTP)"
                : "the server's choice of the sub-protocol",
            Confidence.Certain,
            evidence
        );
    }

    // Where to look on this side, which is known: the source of the key that the credential was made with.
    private static string OwnPlace(Examination seen, Attempt primary) =>
        seen.Supply.SecretName is not null && primary.Options.Credential is { } sent
            ? $"; here the secret is {sent.KeyFingerprint} from {OwnSource(seen, sent.Source)}"
            : "";

    private static string OwnSource(Examination seen, string source)
    {
        var files = seen.Request.Configuration.EnvFiles;
        return files.Count > 0 && source.StartsWith("env:", StringComparison.Ordinal)
            ? $"{source} ({string.Join(", ", files)})"
            : source;
    }

    private static bool SpeaksOfSecrets(Attempt primary) =>
        OfSecrets.Contains(primary.Facts.Explanation?.Code ?? primary.Diagnosis.Reason)
        || (primary.Diagnosis.Reason is null && primary.Diagnosis.Status is 401 or 403);
}
