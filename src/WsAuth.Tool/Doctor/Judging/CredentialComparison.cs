using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;
using WsAuth.Tool.Doctor.Probes;

namespace WsAuth.Tool.Doctor.Judging;

/// <summary>What the handshake without a credential adds to a verdict that rests on a bare refusal: whether the server looked at the credential at all.</summary>
internal static class CredentialComparison
{
    public static Verdict WithComparison(this Verdict verdict, Examination seen, Attempt primary)
    {
        var isBare = primary.Diagnosis.Status is 401 or 403 || primary.Diagnosis.Phase == HandshakePhase.AfterUpgrade;
        var isTold = TokenComplaint.In(primary.Facts.Said ?? primary.Facts.Close?.Text) is not null;
        return !isBare || isTold || primary.Diagnosis.Reason is not null || verdict.Confidence == Confidence.Certain
                ? verdict
            : seen.Supply.Kind is null ? WithoutAny(verdict, seen, primary)
            : seen.WithoutCredential is { } bare ? With(verdict, bare, primary)
            : verdict;
    }

    // A verdict that says so already is left alone.
    private static Verdict WithoutAny(Verdict verdict, Examination seen, Attempt primary) =>
        verdict.Cause.Contains("none was sent", StringComparison.Ordinal)
            ? seen.Supply.Fault is null
                ? verdict
                : verdict with
                {
                    Cause = $"{verdict.Cause} This call had none{NothingToSend.Because(seen)}",
                    Change = NothingToSend.Change,
                    Place = NothingToSend.Place,
                }
            : verdict with
            {
                Cause =
                    $"{verdict.Cause} No credential was sent, which may be why{(seen.Supply.Fault is null ? "." : NothingToSend.Because(seen))}",
                Change =
                    "Send the credential that this endpoint wants (here: --credential -, or --kind with --env-file). If the answer stays, look into the server's log at this time.",
                Side = primary.Diagnosis.Status is 401 or 403 ? Side.Unknown : verdict.Side,
                Place =
                    $"the client's code that opens the connection, if it is to send a credential; else {verdict.Place}",
            };

    private static Verdict With(Verdict verdict, Attempt bare, Attempt primary)
    {
        var place = primary.Facts.Credential?.Place ?? primary.Location.Describe();
        return bare.IsAnsweredLike(primary)
                ? verdict with
                {
                    Cause =
                        $"{verdict.Cause} Without a credential the answer is the same: the server may not look for one in the {place}, or under this name.",
                }
            : bare.Opened
                ? verdict with
                {
                    Cause =
                        $"{verdict.Cause} Without a credential the handshake opens: it is this one that is refused.",
                    Confidence = Confidence.Likely,
                }
            : verdict with
            {
                Cause =
                    $"{verdict.Cause} The server does read the {place}: without a credential the answer is another one ({bare.Outcome}).",
                Confidence = Confidence.Likely,
            };
    }
}
