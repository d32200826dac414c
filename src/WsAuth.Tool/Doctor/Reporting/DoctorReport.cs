using WsAuth.Client.Diagnosis;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Doctor.Judging;

namespace WsAuth.Tool.Doctor.Reporting;

/// <summary>What is printed, as text or as JSON.</summary>
internal sealed record DoctorReport(
    string Url,
    IReadOnlyList<DoctorStep> Steps,
    Verdict Verdict,
    Answerer? AnsweredBy,
    IReadOnlyList<string> Unknown,
    string Cost,
    Examination Seen
)
{
    public static DoctorReport Of(Examination seen) =>
        new(
            Concealment.Address(seen.Request.Url),
            DoctorSteps.Of(seen),
            Verdicts.Of(seen),
            Answerer.Of(seen.Primary),
            Unknowns.Of(seen),
            CostOf(seen),
            seen
        );

    public ExitCode ExitCode =>
        Seen.NoTicket is { } refused ? refused.ExitCode
        : Seen.Primary!.Diagnosis is { Succeeded: true } opened
            ? opened.Facts.IsPongMissing ? ExitCode.ClosedAfterUpgrade
                : ExitCode.Fine
        : Seen.Primary!.Diagnosis.Phase switch
        {
            HandshakePhase.Connect => ExitCode.ConnectFailed,
            HandshakePhase.Tls => ExitCode.TlsFailed,
            HandshakePhase.HttpAuthentication => ExitCode.AuthenticationRefused,
            HandshakePhase.ProtocolNegotiation => ExitCode.NegotiationFailed,
            _ => ExitCode.ClosedAfterUpgrade,
        };

    private static string CostOf(Examination seen)
    {
        var handshakes = seen.Attempts.Count + (seen.IsHttp2Tried ? 1 : 0);
        var isCompared = seen.Primary?.Step(DiagnosisSteps.PlainGet).Outcome == StepOutcome.Passed;
        var unsent = seen.Attempts.Count(attempt => attempt.Facts is { Credential: not null, IsSent: false });
        return $"{Count(handshakes, "handshake")}{(isCompared ? " and a plain GET" : "")}, {Count(seen.CredentialsSent - unsent, "credential")} sent";
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
