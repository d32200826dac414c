using System.Buffers;
using System.Text;
using WsAuth.KeySets;
using WsAuth.Reasons;

namespace WsAuth.Tokens.Jwt;

/// <summary>One issuer that signs with key pairs: its rules and its keys. No secret is in reach here.</summary>
internal sealed class JwtIssuer
{
    private const int StackBytes = 1024;
    private const int LongestSignature = 1024;

    // A token without kid may be tried on each key of its algorithm: that is bounded, whatever the set holds.
    private const int MostTried = 8;

    private readonly KeyTerms _terms;
    private readonly JwtIssuerRefusals _refusals;

    public JwtIssuer(string name, JwtIssuerOptions options, KeySet keySet)
    {
        Name = name;
        Rules = new JwtRules(options, name);
        KeySet = keySet;
        _terms = keySet.Definition.Terms;
        _refusals = new JwtIssuerRefusals(name, keySet, _terms);
    }

    public string Name { get; }

    public JwtRules Rules { get; }

    public KeySet KeySet { get; }

    /// <summary>The key that verifies a token; otherwise the refusal, and whether newer keys could change it.</summary>
    public IssuerKey? Authenticate(in JwtParts parts, JwtHeader header, out TokenVerdict? refusal, out bool mayBeStale)
    {
        mayBeStale = false;
        if (SignatureAlgorithm.Find(header.Algorithm) is not { } algorithm || !_terms.Allows(algorithm))
        {
            refusal = _refusals.OfAlgorithm(header.Algorithm);
            return null;
        }

        Span<byte> signature = stackalloc byte[LongestSignature];
        if (DecodeSignature(parts.Signature, algorithm, ref signature) is { } fault)
        {
            refusal = TokenVerdict.Refused(ReasonCatalogue.TokenMalformed, fault);
            return null;
        }

        var keys = KeySet.Keys;
        if (keys.Count == 0)
        {
            mayBeStale = true;
            refusal = _refusals.WithoutKeys();
            return null;
        }

        var candidates = Select(keys, header, algorithm, out refusal);
        var key = candidates.Count > 0 ? FindSigner(candidates, parts.SigningInput, signature) : null;
        if (key is not null)
        {
            return key;
        }

        // A key that the token names and that is held does not become another one by fetching it again.
        mayBeStale = header.KeyId is null || keys.All(held => held.KeyId != header.KeyId);
        refusal ??= _refusals.OfSignature(candidates, header);
        return null;
    }

    /// <summary>The keys that a token with this header could be signed with; none where newer keys could hold it, or it is refused.</summary>
    public IReadOnlyList<IssuerKey> KeysFor(JwtHeader header) =>
        SignatureAlgorithm.Find(header.Algorithm) is { } algorithm && _terms.Allows(algorithm)
            ? Select(KeySet.Keys, header, algorithm, out _)
            : [];

    private List<IssuerKey> Select(
        IReadOnlyList<IssuerKey> keys,
        JwtHeader header,
        SignatureAlgorithm algorithm,
        out TokenVerdict? refusal
    )
    {
        refusal = null;
        var isNamed = header.KeyId is not null && keys.Any(key => key.KeyId is not null);
        var named = isNamed ? [.. keys.Where(key => key.KeyId == header.KeyId)] : keys;
        if (named.Count == 0)
        {
            refusal = _refusals.OfUnknownKey(keys, header.KeyId!);
            return [];
        }

        List<IssuerKey> fitting = [.. named.Where(key => key.Algorithm == algorithm.Name).Take(MostTried)];
        if (fitting.Count == 0)
        {
            refusal = _refusals.OfOtherAlgorithm(algorithm, named, isNamed);
        }

        return fitting;
    }

    private static IssuerKey? FindSigner(
        List<IssuerKey> candidates,
        ReadOnlySpan<char> signingInput,
        ReadOnlySpan<byte> signature
    )
    {
        byte[]? rented = null;
        var input =
            signingInput.Length <= StackBytes
                ? stackalloc byte[StackBytes]
                : rented = ArrayPool<byte>.Shared.Rent(signingInput.Length);
        Ascii.FromUtf16(signingInput, input, out var written);
        IssuerKey? signer = null;
        foreach (var key in candidates)
        {
            if (key.Verify(input[..written], signature))
            {
                signer = key;
                break;
            }
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return signer;
    }

    // RFC 7518 §3.4: R and S, each as long as the curve's order, and no ASN.1 around them.
    private static string? DecodeSignature(
        ReadOnlySpan<char> segment,
        SignatureAlgorithm algorithm,
        ref Span<byte> signature
    )
    {
        if (segment.Length > LongestSignature)
        {
            return $"Its signature has {segment.Length} characters, more than any key's.";
        }

        signature = signature[..StrictBase64Url.Decode(segment, signature)];
        if (signature.IsEmpty)
        {
            return "Its signature is empty: the token was cut off.";
        }

        if (algorithm.SignatureBytes is not { } expected || signature.Length == expected)
        {
            return null;
        }

        // An ASN.1 sequence of two numbers: tag, length, and little more than R and S.
        return signature is [0x30, _, ..] && signature.Length > expected / 2 && signature.Length < expected + 16
            ? $"Its signature is DER-encoded; {algorithm.Name} has R and S one after the other, {expected} bytes (RFC 7518 §3.4)."
            : $"Its signature has {signature.Length} bytes, one of {algorithm.Name} has {expected}: the token was cut off or extended.";
    }
}
