using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tool.Doctor.Probes;

namespace WsAuth.Tool.Doctor.Reporting;

/// <summary>What became of the credential in each place.</summary>
internal static class LocationSteps
{
    public static IEnumerable<DoctorStep> Of(Examination seen)
    {
        yield return Of(seen, "header", CredentialLocations.AuthorizationHeader);
        yield return Of(seen, "sub_protocol", CredentialLocations.SubProtocol);
        yield return Of(seen, "query", seen.Supply.QueryLocation);
        yield return Of(seen, "first_message", CredentialLocations.FirstMessage);
    }

    private static DoctorStep Of(Examination seen, string name, CredentialLocations place)
    {
        var (id, title) = (
            $"location_{name}",
            name == "query" && seen.Request.QueryParameter is { } parameter
                ? $"in query parameter {parameter}"
                : $"in {place.Describe()}"
        );
        var attempt = seen.Primary?.Location == place ? seen.Primary : seen.Elsewhere.GetValueOrDefault(place);
        return attempt?.Diagnosis.Status is null
                ? new(
                    id,
                    title,
                    StepOutcome.Skipped,
                    seen.NotTried.GetValueOrDefault(place) is { } why ? $"not tried: {why}"
                        : seen.Request.IsQuick ? "not tried: --quick"
                        : seen.WithoutOrigin is { Opened: true } ? "not tried: the Origin is the cause"
                        : "not tried"
                )
            : attempt.Diagnosis.Phase == HandshakePhase.ProtocolNegotiation
                ? new(
                    id,
                    title,
                    StepOutcome.Skipped,
                    $"{attempt.Outcome}: not known, the answer is about the request itself"
                )
            : attempt.Opened ? new(id, title, StepOutcome.Passed, attempt.Outcome)
            : new(
                id,
                title,
                attempt == seen.Primary ? StepOutcome.Failed : StepOutcome.Warned,
                attempt.Outcome + Meaning(attempt)
            );
    }

    private static string Meaning(Attempt attempt) =>
        attempt.Diagnosis.Reason == ReasonCatalogue.CredentialMissing.Code ? ": the server saw none there" : "";
}
