using System.Text.Json;

namespace WsAuth.Tokens.Jwt;

/// <summary>Reads a claim of a payload that is not verified: what a token says of itself, and nobody has checked.</summary>
internal static class UnverifiedClaim
{
    /// <summary>The claim, where it is a string; null where there is none to read.</summary>
    public static string? Read(ReadOnlySpan<char> segment, string name)
    {
        var json = new byte[segment.Length];
        try
        {
            using var document = JsonDocument.Parse(json.AsMemory(0, StrictBase64Url.Decode(segment, json)));
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out var claim)
                && claim.ValueKind == JsonValueKind.String
                ? claim.GetString()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
