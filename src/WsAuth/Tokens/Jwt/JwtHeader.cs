using System.Text.Json;
using System.Text.Unicode;

namespace WsAuth.Tokens.Jwt;

/// <summary>What a JOSE header says (RFC 7515 §4), as far as it may matter: nothing in it is trusted before the signature is verified.</summary>
internal sealed record JwtHeader(string Algorithm, string? KeyId, string? Type)
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = JsonMemberNames.MaximumDepth };

    /// <summary>Whether <c>typ</c> is one of an access token: absent, <c>JWT</c>, <c>at+jwt</c> or <c>application/at+jwt</c> (RFC 9068 §2.1).</summary>
    public bool HasAcceptedType { get; } =
        Type is null
        || Type.Equals("JWT", StringComparison.OrdinalIgnoreCase)
        || Type.Equals("at+jwt", StringComparison.OrdinalIgnoreCase)
        || Type.Equals("application/at+jwt", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a header; otherwise says what is wrong.</summary>
    public static JwtHeader? Parse(ReadOnlySpan<byte> json, out string? fault)
    {
        var names = new JsonMemberNames(json, stackalloc int[32]);
        try
        {
            return Parse(json, ref names, out fault);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            fault = "Its header is no JSON object.";
            return null;
        }
        finally
        {
            names.Dispose();
        }
    }

    private static JwtHeader? Parse(ReadOnlySpan<byte> json, ref JsonMemberNames names, out string? fault)
    {
        fault = null;
        if (json.IsEmpty || json[0] != '{' || json[^1] != '}' || !Utf8.IsValid(json))
        {
            fault = "Its header is no JSON object in UTF-8.";
            return null;
        }

        string? algorithm = null;
        string? keyId = null;
        string? type = null;
        var reader = new Utf8JsonReader(json, Strict);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.EnterObject();
                    continue;
                case JsonTokenType.EndObject:
                    names.LeaveObject();
                    continue;
                case JsonTokenType.String when reader.ValueIsEscaped:
                    _ = reader.GetString();
                    continue;
                case not JsonTokenType.PropertyName:
                    continue;
            }

            if (!names.TryAdd(ref reader))
            {
                fault = "Its header has a member twice.";
                return null;
            }

            if (reader.CurrentDepth != 1)
            {
                continue;
            }

            if (reader.ValueTextEquals("crit"u8) || reader.ValueTextEquals("b64"u8))
            {
                fault = "Its header demands an extension (crit, b64) that is not supported.";
                return null;
            }

            var isAlgorithm = reader.ValueTextEquals("alg"u8);
            var isKeyId = reader.ValueTextEquals("kid"u8);
            if (!isAlgorithm && !isKeyId && !reader.ValueTextEquals("typ"u8))
            {
                continue;
            }

            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                fault = $"Its header's {(isAlgorithm ? "alg" : isKeyId ? "kid" : "typ")} is no string.";
                return null;
            }

            if (isAlgorithm)
            {
                algorithm = reader.ValueTextEquals("HS256"u8) ? "HS256" : reader.GetString();
            }
            else if (isKeyId)
            {
                keyId = reader.GetString();
            }
            else
            {
                type = reader.ValueTextEquals("JWT"u8) ? "JWT" : reader.GetString();
            }
        }

        fault = algorithm is null ? "Its header names no algorithm (alg)." : null;
        return algorithm is null ? null : new JwtHeader(algorithm, keyId, type);
    }
}
