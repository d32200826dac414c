using WsAuth.KeySets;
using WsAuth.Reasons;

namespace WsAuth.Tokens.Jwt;

/// <summary>
/// What is said where a token of an issuer with key pairs is refused for its key: which keys are held, where they come from and how old they
/// are, and what to change there. Nobody is told to compare secrets: there are none.
/// </summary>
internal sealed class JwtIssuerRefusals(string name, KeySet keySet, KeyTerms terms)
{
    private readonly string _issuer = keySet.Definition.ExpectedIssuer is { } issuer
        ? $"'{name}' ({issuer})"
        : $"'{name}'";

    /// <summary>The algorithm is none that the issuer signs with.</summary>
    public TokenVerdict OfAlgorithm(string? algorithm) =>
        TokenVerdict.Refused(
            ReasonCatalogue.AlgorithmRefused,
            $"It names {ClientText.Quote(algorithm)}; issuer {_issuer} signs with {(terms.Algorithms.Count > 0 ? string.Join(", ", terms.Algorithms.Select(known => known.Name)) : "key pairs: " + SignatureAlgorithm.Names)}."
        );

    /// <summary>The algorithm is another one than that of the keys in question.</summary>
    public TokenVerdict OfOtherAlgorithm(SignatureAlgorithm algorithm, IReadOnlyList<IssuerKey> keys, bool areNamed) =>
        TokenVerdict.Refused(
            ReasonCatalogue.AlgorithmRefused,
            $"It names {algorithm.Name}; {(areNamed ? "the key that it names" : "each key")} of issuer {_issuer} is for one algorithm: {Describe(keys)}."
        );

    /// <summary>There are no keys at all.</summary>
    public TokenVerdict WithoutKeys() =>
        TokenVerdict.Refused(
            ReasonCatalogue.SecretUnavailable,
            $"There are no keys of issuer {_issuer} from {keySet.OriginName}: {keySet.Fault}.",
            fix: $"Make the keys of issuer {_issuer} readable at {keySet.OriginName}, or correct {keySet.Definition.Setting}."
        );

    /// <summary>The <c>kid</c> names none of the keys held.</summary>
    public TokenVerdict OfUnknownKey(IReadOnlyList<IssuerKey> keys, string keyId) =>
        TokenVerdict.Refused(
            ReasonCatalogue.KeyUnknown,
            $"It names the key {ClientText.Quote(keyId)}, which is none of the keys of issuer {_issuer} held from {Origin()}: {Describe(keys)}.",
            fix: $"{Provide("the key that the token names")}, or send a token that one of the keys held has signed."
        );

    /// <summary>None of the keys in question verifies the signature.</summary>
    public TokenVerdict OfSignature(IReadOnlyList<IssuerKey> candidates, JwtHeader header)
    {
        var tried = candidates[0];
        return header.KeyId is not null && tried.KeyId is not null
            ? TokenVerdict.RefusedUnder(
                tried,
                ReasonCatalogue.SignatureMismatch,
                $"It names the key {ClientText.Quote(header.KeyId)} of issuer {_issuer}, which is held here ({tried}) from {Origin()}, but its signature does not fit: the token was altered, or signed with another key under that name.",
                $"Compare {tried.Fingerprint} with the RFC 7638 thumbprint of the key that the issuer signs with; where they differ, give the new key a kid of its own and {Lower(Provide("it"))}."
            )
            : TokenVerdict.RefusedUnder(
                tried,
                ReasonCatalogue.SignatureMismatch,
                $"No {header.Algorithm} key of issuer {_issuer} verifies the signature; held from {Origin()}: {Describe(candidates)}.",
                $"{Provide("the key that the issuer signs with")}, or send a token that one of the keys held has signed."
            );
    }

    // One sentence without its end: where a key has to be put so that it is found here.
    private string Provide(string key) =>
        keySet.Definition.Kind switch
        {
            KeyOriginKind.Authority or KeyOriginKind.KeySetUrl when keySet.Fault is not null =>
                $"Mend what keeps {keySet.OriginName} from being read, and have the issuer publish {key} there",
            KeyOriginKind.Authority or KeyOriginKind.KeySetUrl =>
                $"Have the issuer publish {key} at {keySet.OriginName} (read again at once for an unknown key, at most every {KeySetTiming.LeastInterval.TotalSeconds:0} s), or correct {keySet.Definition.Setting}",
            KeyOriginKind.Code => $"Add {key} to {keySet.Definition.Setting}",
            _ => $"Put {key} into {keySet.OriginName} ({keySet.Definition.Setting})",
        };

    private string Origin()
    {
        var age = keySet.Age is { } read ? $", read {(long)read.TotalSeconds} s ago" : "";
        return keySet.Fault is { } fault
            ? $"{keySet.OriginName}{age} (they could not be read anew: {fault})"
            : keySet.OriginName + age;
    }

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];

    private static string Describe(IReadOnlyList<IssuerKey> keys)
    {
        const int Shown = 4;
        var shown = string.Join(", ", keys.Take(Shown).Select(DescribeOne));
        return keys.Count > Shown ? $"{shown} and {keys.Count - Shown} more" : shown;
    }

    private static string DescribeOne(IssuerKey key) =>
        key.KeyId is null ? key.ToString() : $"{ClientText.Quote(key.KeyId)} {key.Algorithm}";
}
