using System.Text.Json;

namespace WsAuth.Client.Diagnosis;

/// <summary>The sentence in a refusal's body: a line of plain text, or the member of a JSON object in which frameworks put it.</summary>
internal static class SaidText
{
    private const int Longest = 200;

    private static readonly string[] Members = ["error_description", "detail", "message", "msg", "error", "reason"];

    /// <summary>Null where there is none, or nothing but the status in words; as it came, and not safe to show yet.</summary>
    public static string? In(HttpAnswer answer)
    {
        var body = answer.Body.Trim();
        var text = body.StartsWith('{') ? MemberOf(body) : body;
        return
            text is { Length: > 0 and <= Longest }
            && !text.Contains('<', StringComparison.Ordinal)
            && !text.Equals(answer.Phrase, StringComparison.OrdinalIgnoreCase)
            ? text
            : null;
    }

    private static string? MemberOf(string json)
    {
        try
        {
            using var body = JsonDocument.Parse(json);
            return Members
                .Select(name =>
                    body.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                        ? value.GetString()!.Trim()
                        : null
                )
                .FirstOrDefault(text => !string.IsNullOrEmpty(text));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
