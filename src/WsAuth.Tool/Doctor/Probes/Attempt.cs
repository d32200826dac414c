using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;

namespace WsAuth.Tool.Doctor.Probes;

/// <summary>One handshake that was made.</summary>
/// <param name="What">What was different about it, for people.</param>
/// <param name="Location">Where the credential stood; none where it had none.</param>
/// <param name="Diagnosis">What came of it.</param>
/// <param name="Options">How it was asked.</param>
internal sealed record Attempt(
    string What,
    CredentialLocations Location,
    HandshakeDiagnosis Diagnosis,
    DiagnosisOptions Options
)
{
    public HandshakeFacts Facts => Diagnosis.Facts;

    /// <summary>Whether the socket opened and stayed so.</summary>
    public bool Opened => Diagnosis.Succeeded;

    /// <summary>Whether a limit answered: more handshakes would make it worse, and tell nothing.</summary>
    public bool IsLimited =>
        Diagnosis is { Status: 429 or 503, Reason: null or "refused_elsewhere" or "too_many_failures" };

    /// <summary>Status, reason or close code, as one reads it.</summary>
    public string Outcome =>
        Opened ? "opened"
        : Diagnosis.CloseCode is { } code
            ? $"opened, and closed with {code}{(Diagnosis.Reason is { } text ? $" {text}" : "")}"
        : Diagnosis.Status == 101 ? "answered 101, and did not hold"
        : Diagnosis.Status is { } status ? $"{status}{(Diagnosis.Reason is { } reason ? $" {reason}" : "")}"
        : "no answer";

    public DiagnosisStep Step(string name) => Diagnosis.Steps.Single(step => step.Name == name);

    /// <summary>Whether two attempts were answered the same, as far as one sees.</summary>
    public bool IsAnsweredLike(Attempt other) =>
        Diagnosis.Status == other.Diagnosis.Status
        && Diagnosis.CloseCode == other.Diagnosis.CloseCode
        && Facts.Answer?.Body == other.Facts.Answer?.Body
        && Opened == other.Opened;
}
