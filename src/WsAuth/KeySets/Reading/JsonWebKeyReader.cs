using System.Buffers.Text;
using System.Text.Json;

namespace WsAuth.KeySets.Reading;

/// <summary>Reads one JSON Web Key (RFC 7517, RFC 7518 §6) that is public and meant for verifying signatures.</summary>
internal static class JsonWebKeyReader
{
    private const int LongestKeyId = 256;

    /// <summary>The key; otherwise why it is not used.</summary>
    public static IssuerKey? Read(JsonElement json, KeyTerms terms, string source, out string? fault)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            fault = "it is no JSON object";
            return null;
        }

        fault = FindMisuse(json);
        if (fault is not null || ReadKey(json, out fault) is not { } key)
        {
            return null;
        }

        var algorithm = terms.AlgorithmOf(key, Text(json, "alg"), out fault);
        return algorithm is null ? null : new IssuerKey(Text(json, "kid"), key, algorithm, source);
    }

    private static string? FindMisuse(JsonElement json)
    {
        string[] texts = ["kty", "kid", "alg", "use", "crv", "n", "e", "x", "y"];
        if (texts.Any(name => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.String))
        {
            return "one of its members that has to be a string is none";
        }

        if (Text(json, "kty") is "oct" || json.TryGetProperty("k", out _))
        {
            return "it is a shared secret (oct), which is no key of an issuer, and should not have been published";
        }

        if (json.TryGetProperty("d", out _))
        {
            return "it is a private key, which should not have been published: its issuer has to replace it";
        }

        if (Text(json, "kid") is { Length: > LongestKeyId })
        {
            return $"its kid is longer than {LongestKeyId} characters";
        }

        if (Text(json, "use") is { } use && use != "sig")
        {
            return "its use is not sig";
        }

        return
            json.TryGetProperty("key_ops", out var operations)
            && (
                operations.ValueKind != JsonValueKind.Array
                || !operations
                    .EnumerateArray()
                    .Any(operation => operation.ValueKind == JsonValueKind.String && operation.ValueEquals("verify"u8))
            )
            ? "its key_ops do not name verify"
            : null;
    }

    private static PublicKey? ReadKey(JsonElement json, out string? fault)
    {
        switch (Text(json, "kty"))
        {
            case "RSA" when Bytes(json, "n") is { } modulus && Bytes(json, "e") is { } exponent:
                return RsaPublicKey.Create(modulus, exponent, out fault);
            case "EC" when Bytes(json, "x") is { } x && Bytes(json, "y") is { } y:
                return EcPublicKey.Create(CurveForm.Find(Text(json, "crv")), x, y, out fault);
            case "RSA" or "EC":
                fault = "one of its numbers is missing or no base64url";
                return null;
            default:
                fault = "its kty is neither RSA nor EC";
                return null;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static byte[]? Bytes(JsonElement json, string name)
    {
        try
        {
            return Text(json, name) is { Length: > 0 } text ? Base64Url.DecodeFromChars(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
