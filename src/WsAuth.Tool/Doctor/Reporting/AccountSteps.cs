using WsAuth.Client.Diagnosis;
using static WsAuth.Client.Diagnosis.StepOutcome;

namespace WsAuth.Tool.Doctor.Reporting;

/// <summary>The server's own account of the attempt and of its secrets.</summary>
internal static class AccountSteps
{
    private const string NotReached = "not reached";

    public static IEnumerable<DoctorStep> Of(Examination seen) => [OfAttempt(seen), OfRecord(seen), OfSecrets(seen)];

    private static DoctorStep OfAttempt(Examination seen)
    {
        const string name = "attempt";
        return seen.Primary?.Diagnosis switch
        {
            { AttemptId: { } id, Reason: var reason } => new(
                name,
                name,
                reason is null ? Passed : Failed,
                $"{id}{(reason is null ? "" : $", class {reason}")}: look it up in the server's log"
            ),
            { Reason: { } reason } => new(name, name, Failed, $"class {reason}; no id was given"),
            { Succeeded: true } => new(name, name, Skipped, "let in; there is nothing to look up"),
            { Status: not null } => new(name, name, Skipped, "the answer names no attempt: it is not by this library"),
            _ => new(name, name, Skipped, NotReached),
        };
    }

    private static DoctorStep OfRecord(Examination seen)
    {
        const string name = "operator_record";
        const string title = "operator's record";
        var explanation = seen.Primary?.Facts.Explanation;
        var isAsked = seen.Primary?.Step(DiagnosisSteps.Attempt).Outcome == Passed;
        return explanation?.Code is { } code ? new(name, title, Passed, code)
            : seen.Request.OperatorToken is null
                ? new(name, title, Skipped, "not asked as an operator (--operator-token-from-env)")
            : seen.Primary is null or { Opened: true } or { Diagnosis.Status: null }
                ? new(name, title, Skipped, NotReached)
            : isAsked ? new(name, title, Warned, "the class alone was told: the operator's token is not let in")
            : new(
                name,
                title,
                Warned,
                "the server does not know the attempt there; --diagnostics names another address"
            );
    }

    private static DoctorStep OfSecrets(Examination seen)
    {
        const string name = "secrets";
        const string title = "secrets of both";
        return seen.Secrets switch
        {
            { IsHeld: true } same => new(name, title, Passed, same.Describe()),
            { IsHeld: false } different => new(name, title, Failed, different.Describe()),
            { } untold => new(name, title, Warned, untold.Describe()),
            _ when seen.AreSecretsAsked => new(name, title, Skipped, "the server's report is not shown to this caller"),
            _ when seen.Primary is { Opened: true } => new(
                name,
                title,
                Skipped,
                "not asked for: the handshake was let in"
            ),
            _ when seen.Supply.SecretName is null => new(name, title, Skipped, "the credential was not made here"),
            _ => new(name, title, Skipped, seen.Request.IsQuick ? "--quick" : "no server with this library was seen"),
        };
    }
}
