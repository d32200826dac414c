using System.Text.Json;
using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Client.Tests.Diagnosis;

internal static class DiagnosisExpectations
{
    /// <summary>Diagnoses without the wait for a late close, and has the leak watch look at text and data.</summary>
    public static async Task<HandshakeDiagnosis> DiagnoseAsync(Uri url, Action<DiagnosisOptions>? configure = null)
    {
        var diagnosis = await HandshakeDiagnosis.RunAsync(
            url,
            options =>
            {
                // A loaded machine may take its time; who wants a limit sets it.
                options.StepTimeout = TimeSpan.FromMinutes(1);
                options.SettleTime = TimeSpan.Zero;
                configure?.Invoke(options);
            }
        );
        LeakWatch.Observe(diagnosis.ToString());
        LeakWatch.Observe(JsonSerializer.Serialize(diagnosis));
        return diagnosis;
    }

    public static void Fails(this HandshakeDiagnosis diagnosis, HandshakePhase phase, string verdict)
    {
        Assert.Equal((false, phase, verdict), (diagnosis.Succeeded, diagnosis.Phase, diagnosis.Verdict));
        Assert.NotEmpty(diagnosis.Fix);
    }

    public static StepOutcome Step(this HandshakeDiagnosis diagnosis, string name) =>
        Assert.Single(diagnosis.Steps, step => step.Name == name).Outcome;
}
