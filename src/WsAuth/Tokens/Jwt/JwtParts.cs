namespace WsAuth.Tokens.Jwt;

/// <summary>The three segments of a JWS in compact serialization (RFC 7515 §7.1), checked for form.</summary>
internal readonly ref struct JwtParts
{
    /// <summary>The longest token, in characters.</summary>
    public const int LongestToken = 8192;

    private JwtParts(ReadOnlySpan<char> token, int headerLength, int signingInputLength)
    {
        Header = token[..headerLength];
        Payload = token[(headerLength + 1)..signingInputLength];
        Signature = token[(signingInputLength + 1)..];
        SigningInput = token[..signingInputLength];
    }

    public ReadOnlySpan<char> Header { get; }

    public ReadOnlySpan<char> Payload { get; }

    public ReadOnlySpan<char> Signature { get; }

    /// <summary>Header, dot, payload: what is signed.</summary>
    public ReadOnlySpan<char> SigningInput { get; }

    /// <summary>Splits a token; otherwise says what is wrong.</summary>
    public static bool TrySplit(ReadOnlySpan<char> token, out JwtParts parts, out string? fault)
    {
        parts = default;
        var first = token.IndexOf('.');
        var last = token.LastIndexOf('.');
        if (first < 0 || first == last || token[(first + 1)..last].Contains('.'))
        {
            var count = token.Count('.') + 1;
            fault =
                count == 5
                    ? "It has five parts, as an encrypted JWT (JWE) has; only signed ones are accepted."
                    : $"It has {count} parts; a signed JWT has three.";
            return false;
        }

        // An empty signature is no fault here: a token with "alg":"none" has one, and is refused for what it names.
        parts = new JwtParts(token, first, last);
        fault =
            parts.Header.IsEmpty ? "Its header is empty."
            : parts.Payload.IsEmpty ? "Its payload is empty."
            : FindFault("header", parts.Header)
                ?? FindFault("payload", parts.Payload)
                ?? FindFault("signature", parts.Signature);
        return fault is null;
    }

    private static string? FindFault(string name, ReadOnlySpan<char> segment)
    {
        var fault = StrictBase64Url.FindFault(segment);
        return fault is null ? null : $"Its {name} {fault}.";
    }
}
