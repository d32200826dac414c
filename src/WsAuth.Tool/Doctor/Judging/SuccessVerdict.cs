using WsAuth.Tool.Doctor.Probes;

namespace WsAuth.Tool.Doctor.Judging;

/// <summary>The socket opened: what works, and what will not for another client.</summary>
internal static class SuccessVerdict
{
    public static Verdict Of(Examination seen, Attempt primary, IReadOnlyList<string> evidence)
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
}
