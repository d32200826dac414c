using System.Text.Json;
using WsAuth.Reasons;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>A member of a token's header or payload, safe to print.</summary>
/// <param name="Name">Its name, escaped where it has to be.</param>
/// <param name="Value">Its value, escaped and cut, or hidden.</param>
/// <param name="Time">The moment that it means; null where it means none.</param>
internal sealed record TokenMember(string Name, string Value, DateTimeOffset? Time)
{
    private static readonly string[] Times = ["exp", "nbf", "iat", "auth_time", "updated_at", "sxp", "siat"];

    /// <summary>The members of a JSON object; none where the bytes are no such thing.</summary>
    public static IReadOnlyList<TokenMember> Read(ReadOnlyMemory<byte> json, ShownValues shown)
    {
        const int Most = 64;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ?
                [
                    .. document
                        .RootElement.EnumerateObject()
                        .Take(Most)
                        .Select(member => new TokenMember(
                            NameOf(member.Name),
                            shown.Show(member.Name, member.Value),
                            TimeOf(member)
                        )),
                ]
                : [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static string NameOf(string name)
    {
        var quoted = ClientText.Quote(name);
        return quoted.Length == name.Length + 2 ? name : quoted;
    }

    // As the server reads a NumericDate (RFC 7519 §2); what it does not take for one is shown as the number that it is.
    private static DateTimeOffset? TimeOf(JsonProperty member) =>
        Times.Contains(member.Name)
        && member.Value.ValueKind == JsonValueKind.Number
        && member.Value.TryGetDouble(out var seconds)
        && seconds is >= 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;
}
