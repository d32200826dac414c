using System.Text.Json;

namespace WsAuth.Client.Diagnosis;

/// <summary>What a server says of a refusal in problem details (RFC 9457), or of an attempt that it is asked for. Safe to paste.</summary>
/// <param name="Code">The exact reason, where it is told.</param>
/// <param name="Class">The reason's class, which is what strangers are told.</param>
/// <param name="Detail">What happened.</param>
/// <param name="Fix">What to change.</param>
/// <param name="Attempt">The server's own id of the attempt.</param>
internal sealed record ServerExplanation(string? Code, string? Class, string? Detail, string? Fix, string? Attempt)
{
    private static readonly string[] RecordMembers =
    [
        "layer",
        "endpoint",
        "kind",
        "location",
        "key",
        "source",
        "origin",
        "remote_address",
    ];

    /// <summary>The rest of the record, which operators alone are shown: member and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Record { get; private init; } = [];

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
                Read(body.RootElement, conceal, "code"),
                Read(body.RootElement, conceal, "reason"),
                Read(body.RootElement, conceal, "detail", "explanation"),
                Read(body.RootElement, conceal, "fix"),
                body.RootElement.TryGetProperty("attempt", out var attempt)
                && attempt.ValueKind == JsonValueKind.String
                && OwnAttemptId.IsId(attempt.GetString())
                    ? attempt.GetString()
                    : null
            )
            {
                Record =
                [
                    .. RecordMembers
                        .Select(name => (name, Read(body.RootElement, conceal, name)!))
                        .Where(member => member.Item2 is not null),
                ],
            };
            return found is { Code: null, Class: null, Detail: null, Fix: null } ? null : found;
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
