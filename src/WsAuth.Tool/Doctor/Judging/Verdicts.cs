using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tool.Doctor.Credentials;
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

    public static Verdict Of(Examination seen) => WithInspection(Judge(seen), seen);

    // What a credential that was given holds, and whether a configuration would accept it, another command tells.
    private static Verdict WithInspection(Verdict verdict, Examination seen) =>
        seen.Supply is GivenSupply
        && seen.Primary
            is { Opened: false, Diagnosis.Phase: HandshakePhase.HttpAuthentication or HandshakePhase.AfterUpgrade }
        && OwnSide.Of(seen) is { Configuration.Length: > 0 } own
        && !verdict.Change.Contains(own.InspectCommand, StringComparison.Ordinal)
            ? verdict with
            {
                Change =
                    $"{verdict.Change} The configuration that was named is not used for a credential that is given; this judges the one by the other: {own.InspectCommand} < token.txt.",
            }
            : verdict;

    private static Verdict Judge(Examination seen)
    {
        if (seen.NoTicket is { } refused)
        {
            return TicketVerdict.Of(refused, seen);
        }

        var primary = seen.Primary!;
        var evidence = VerdictEvidence.Of(seen);
        return seen.WithoutOrigin is { Opened: true } ? OfOrigin(seen, evidence)
            : RefusedElsewhere(seen, primary) is { } read ? OfRefusal(primary, read, evidence)
            : !primary.Opened && seen.OpenedElsewhere is { } other && IsOfPlace(seen, primary)
                ? OfPlace(seen, primary, other, evidence)
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

    // The server's own words win, and so does a handshake that opens with no credential in that place.
    private static bool IsOfPlace(Examination seen, Attempt primary) =>
        seen.WordElsewhere is not { Opened: true }
        && TokenComplaint.In(primary.Facts.Said ?? primary.Facts.Close?.Text) is null or { IsOfPlace: true };

    // The place is wrong, but in the right one this credential is refused as well: to move it mends nothing. A session id is known as one anyway.
    private static Attempt? RefusedElsewhere(Examination seen, Attempt primary) =>
        primary.Diagnosis.Reason == ReasonCatalogue.CredentialMisplaced.Code
        && seen.OpenedElsewhere is null
        && primary.Facts.Credential?.Shape != CredentialShape.SessionId.Describe()
            ? seen.Elsewhere.Values.FirstOrDefault(other =>
                other.Diagnosis.Reason == ReasonCatalogue.CredentialKindRefused.Code
            )
            : null;

    private static Verdict OfRefusal(Attempt primary, Attempt read, IReadOnlyList<string> evidence) =>
        new(
            $"This endpoint takes no such credential, wherever it stands: in the {read.Location.Describe()}, where the server reads it, {read.Facts.Credential?.Shape ?? "it"} is refused ({read.Diagnosis.Reason}); in the {primary.Facts.Credential?.Place ?? primary.Location.Describe()} it does not even look."
                + (primary.Facts.Explanation?.Detail is { } said ? $" The server says: {said}" : ""),
            $"{read.Diagnosis.Fix} Send that in the {read.Location.Describe()}.",
            Side.Client,
            ReasonPlaces.Find(read.Diagnosis.Reason)!.Value.Place,
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
        var side = OwnSide.Of(seen);
        var own = side.Locate(secrets.OwnSource);
        var server = secrets.InForce!;
        var isShadowed = secrets.Shadowed is not null;
        return new Verdict(
            $"The two sides hold different secrets '{secrets.Name}': {secrets.OwnFingerprint} from {own} here, {server.Fingerprint} from {server.Source} in the server's {secrets.ServerEnvironment}."
                + (
                    isShadowed
                        ? $" The server has the value of this side in {secrets.Shadowed!.Source}, but {server.Source} comes before it."
                        : ""
                )
                + (primary.Facts.Explanation?.Detail is { } said ? $" The server says: {WithoutSkipped(said)}" : ""),
            side.OddityFirst
                + (
                    isShadowed
                        ? $"Give {own} on this side the value of {server.Source}; or, if this side's is the right one, put it there on the server."
                        : $"Give {own} on this side and {server.Source} on the server the same value."
                )
                + $" How the two differ says: {side.CompareCommand}.",
            Side.Both,
            $"{own} here, {server.Source} on the server",
            Confidence.Certain,
            evidence
        );
    }

    private static Verdict OfDiagnosis(Examination seen, Attempt primary, IReadOnlyList<string> evidence)
    {
        var diagnosis = primary.Diagnosis;
        var own = OwnSide.Of(seen);
        // Other servers' bodies have codes too, and mean something else by them.
        var code = diagnosis.Reason is { } named ? diagnosis.Facts.Explanation?.Code ?? named : null;
        if (diagnosis.Succeeded && !diagnosis.Facts.IsPongMissing)
        {
            return SuccessVerdict.Of(seen, primary, evidence);
        }

        if (seen.Supply.Kind is null && code == ReasonCatalogue.CredentialMissing.Code)
        {
            return NothingToSend.Of(seen, evidence);
        }

        if (code == ReasonCatalogue.SignatureMismatch.WireClass && seen.Supply.Kind is not null)
        {
            return new InvalidCredential(own, seen.Supply, diagnosis.AttemptId).Verdict(evidence);
        }

        if (code == ReasonCatalogue.CredentialMalformed.Code && own.Oddity is { } odd)
        {
            return OddValueVerdict.Of(odd, own, evidence);
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
            var place = isOfSecrets ? cause.Place + own.Aside : Layer(primary) ?? cause.Place;
            return new(
                diagnosis.Verdict,
                isOfSecrets ? own.OddityFirst + diagnosis.Fix : diagnosis.Fix,
                cause.Side,
                place,
                Confidence.Certain,
                evidence
            );
        }

        var (side, where, confidence) = AnswerPlaces.Of(diagnosis);
        if (diagnosis.Status is 401 or 403 && primary.Facts.Credential?.Damage is not null && own.Oddity is { } oddity)
        {
            return OddValueVerdict.Of(oddity, own, evidence);
        }

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
                diagnosis.Status is 401 or 403 ? where + own.Aside : where,
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

    // Which of the server's own economies this was, does not help here.
    private static string WithoutSkipped(string said) =>
        said.IndexOf("analysis: skipped (", StringComparison.Ordinal) is >= 0 and var start
            ? said[..start].TrimEnd(' ', ';')
            : said;

    private static bool SpeaksOfSecrets(Attempt primary) =>
        OfSecrets.Contains(primary.Facts.Explanation?.Code ?? primary.Diagnosis.Reason)
        || (primary.Diagnosis.Reason is null && primary.Diagnosis.Status is 401 or 403);
}
