namespace WsAuth.Client.Diagnosis;

/// <summary>One step of a diagnosis.</summary>
/// <param name="Name">What was tried, for example <c>TLS</c> or <c>first ping</c>.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Seen">What was seen; safe to paste.</param>
public sealed record DiagnosisStep(string Name, StepOutcome Outcome, string Seen)
{
    /// <summary>How long it took; null where it was not reached, or is read off another step's answer.</summary>
    internal TimeSpan? Elapsed { get; init; }
}
