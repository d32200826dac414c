using WsAuth.Client.Diagnosis;

namespace WsAuth.Tool.Doctor.Reporting;

/// <summary>One line of the report.</summary>
/// <param name="Name">The name for machines, which never changes its meaning.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Outcome">What came of it; skipped where it was not tried or could not be known.</param>
/// <param name="Seen">What was seen, or why it was not tried; safe to paste.</param>
/// <param name="Elapsed">How long it took, where something was waited for.</param>
internal sealed record DoctorStep(
    string Name,
    string Title,
    StepOutcome Outcome,
    string Seen,
    TimeSpan? Elapsed = null
);
