using System.Text.Json;

namespace WsAuth.Client.Diagnosis;

/// <summary>What a server says of a refusal in problem details (RFC 9457), or of an attempt that it is asked for. Safe to paste.</summary>
/// <param name="Code">The exact reason, where it is told.</param>
/// <param name="Detail">What happened.</param>
/// <param name="Fix">What to change.</param>
internal sealed record ServerExplanation(string? Code, string? Detail, string? Fix)
{
    /// <summary>Null where the answer is no JSON object with any of it.</summary>
    public static ServerExplanation? Of(HttpAnswer answer, Concealment conceal)
    {
        if (!(answer["Content-Type"] ?? "").Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            using var body = JsonDocument.Parse(answer.Body);
            var found = new ServerExplanation(
                Read(body.RootElement, conceal, "code", "reason"),
                Read(body.RootElement, conceal, "detail", "explanation"),
                Read(body.RootElement, conceal, "fix")
            );
            return found is { Code: null, Detail: null, Fix: null } ? null : found;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Read(JsonElement body, Concealment conceal, params string[] names) =>
        names
            .Select(name =>
                body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null
            )
            .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text))
            is { } text
            ? conceal.Sentences(text)
            : null;
}
