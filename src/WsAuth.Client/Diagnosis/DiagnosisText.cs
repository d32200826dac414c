using System.Text;
using System.Text.Json;

namespace WsAuth.Client.Diagnosis;

/// <summary>A diagnosis as text for people.</summary>
internal static class DiagnosisText
{
    public static string Of(HandshakeDiagnosis diagnosis)
    {
        var said = new[]
        {
            diagnosis.Status is { } status ? $"status {status}" : null,
            diagnosis.CloseCode is { } code ? $"close code {code}" : null,
            diagnosis.Reason is { } reason ? $"reason {reason}" : null,
            diagnosis.AttemptId is { } attempt ? $"attempt {attempt}" : null,
        };
        var text = new StringBuilder()
            .Append($"WebSocket handshake with {diagnosis.Url}: ")
            .Append(diagnosis.Succeeded ? "succeeded" : $"failed in phase {Name(diagnosis.Phase)}")
            .AppendLine(string.Concat(said.Where(it => it is not null).Select(it => $", {it}")))
            .AppendLine($"  Cause: {diagnosis.Verdict}")
            .AppendLine($"  Fix:   {diagnosis.Fix}");
        foreach (var line in diagnosis.Evidence)
        {
            text.AppendLine($"  - {line}");
        }

        foreach (var step in diagnosis.Steps)
        {
            text.AppendLine($"  {Name(step.Outcome), -8} {step.Name, -16} {step.Seen}".TrimEnd());
        }

        return text.ToString().TrimEnd();
    }

    // The names of the data, so that text and data can be searched for the same words.
    private static string Name<T>(T value)
        where T : struct, Enum => JsonSerializer.Serialize(value).Trim('"');
}
