using System.Globalization;

namespace WsAuth.Credentials;

/// <summary>Finds what happened to a credential that was damaged on its way, before its kind can be told.</summary>
public static class CredentialDamage
{
    private static readonly string[] NotValues =
    [
        "undefined",
        "null",
        "None",
        "nil",
        "NaN",
        "true",
        "false",
        "[object Object]",
        "[object Promise]",
    ];

    private static readonly string[] Encoded = ["%2E", "%3D", "%2B", "%2F", "%3A", "%20", "%25"];

    /// <summary>What is wrong with <paramref name="credential"/>, as the end of a sentence; null where nothing is.</summary>
    public static string? Find(ReadOnlySpan<char> credential, CredentialLocations location)
    {
        if (credential.IsEmpty)
        {
            return "it is empty";
        }

        foreach (var word in NotValues)
        {
            if (credential.Equals(word, StringComparison.Ordinal))
            {
                return $"it is the word '{word}': the client's variable held no token";
            }
        }

        if (
            credential.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            || credential.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        )
        {
            return location == CredentialLocations.AuthorizationHeader
                ? "the scheme stands twice ('Bearer Bearer')"
                : "it begins with 'Bearer', which belongs into the Authorization header; here the bare token stands";
        }

        if (credential.Length > 1 && credential[0] is '"' or '\'' or '`' && credential[^1] == credential[0])
        {
            return "it is wrapped in quotes";
        }

        // Printable ASCII without the space, as nearly every credential is, needs no look at each character.
        var suspect = credential.IndexOfAnyExceptInRange('!', '~');
        foreach (var c in suspect < 0 ? [] : credential[suspect..])
        {
            if (c == ' ' && location == CredentialLocations.QueryAccessToken)
            {
                return "it holds a space, as a '+' becomes in a URL: encode it, or use the base64url form";
            }

            if (char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"it holds white space, a control or an invisible character (U+{(int)c:X4})"
                );
            }
        }

        return credential.Contains('%') && IsPercentEncoded(credential) ? "it is URL-encoded once too often" : null;
    }

    // Only what stands in credentials and is encoded on the way: '.', '=', '+', '/', ':', ' ' and '%' itself.
    private static bool IsPercentEncoded(ReadOnlySpan<char> text)
    {
        foreach (var encoded in Encoded)
        {
            if (text.Contains(encoded, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
