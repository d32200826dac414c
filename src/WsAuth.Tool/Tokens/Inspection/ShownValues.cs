using System.Text.Json;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>How much of a token's content is shown: its values, escaped and cut, or its names alone.</summary>
internal sealed class ShownValues(bool hidesClaims)
{
    public const string Hidden = "(hidden)";

    // Their own words hold nothing of the token's content.
    private static readonly HashSet<string> WithoutContent = new(StringComparer.Ordinal)
    {
        "token_expired",
        "token_not_yet_valid",
        "token_malformed",
        "secret_unavailable",
        "secret_mismatch",
        "credential_malformed",
        "credential_missing",
        "credential_conflict",
        "credential_misplaced",
        "credential_kind_refused",
        "credential_too_large",
        "subprotocol_missing",
    };

    // Names, not secrets: what else runs this long without a break may be a credential and is withheld.
    private static readonly string[] Identifiers = ["jti", "sjti", "ins", "sid", "kid"];

    public bool HidesClaims => hidesClaims;

    /// <summary>A text of the token's content.</summary>
    public string Show(string? text) =>
        text is null ? "none"
        : hidesClaims ? Hidden
        : ClientText.Quote(text);

    /// <summary>A member's value.</summary>
    public string Show(string name, JsonElement value) =>
        hidesClaims ? Hidden
        : value.ValueKind == JsonValueKind.String ? ShowText(name, value.GetString()!)
        : value.ValueKind == JsonValueKind.Array ? ShowArray(name, value)
        : value.ValueKind == JsonValueKind.Object ? ClientText.Quote(value.GetRawText())
        : value.GetRawText() is { Length: <= 40 } raw ? raw
        : ClientText.Quote(value.GetRawText());

    /// <summary>A refusal in words.</summary>
    public string Explain(Refusal refusal) =>
        hidesClaims && !WithoutContent.Contains(refusal.Reason.Code) ? refusal.Reason.Explanation : refusal.Explanation;

    private static string ShowText(string name, string text) =>
        Identifiers.Contains(name) && text.Length <= 40 && text.All(char.IsAsciiHexDigitLower)
            ? $"\"{text}\""
            : ClientText.Quote(text);

    private string ShowArray(string name, JsonElement array)
    {
        const int Most = 10;
        var items = array.EnumerateArray().Take(Most).Select(item => Show(name, item)).ToList();
        var more = array.GetArrayLength() - items.Count;
        return $"[{string.Join(", ", items)}{(more > 0 ? $", and {more} more" : "")}]";
    }
}
