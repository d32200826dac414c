using System.Security.Cryptography;
using WsAuth.Reasons;
using WsAuth.Secrets;

namespace WsAuth.Tokens.Jwt;

/// <summary>A secret's ring, set up for one algorithm: keyed states, and the refusals that need no more than the ring, made once.</summary>
internal sealed class JwtKeyRing
{
    private readonly Entry[] _entries;
    private readonly bool _hasConfiguredIds;
    private readonly TokenVerdict _mismatch;

    public JwtKeyRing(SecretRing ring, JwtRules rules)
    {
        Ring = ring;
        Rules = rules;
        _entries =
        [
            .. ring
                .Keys.Where(key => key.Length >= rules.Algorithm.MinimumKeyBytes)
                .Select(key => new Entry(key, ring, rules.Algorithm)),
        ];
        _hasConfiguredIds = ring.Keys.Any(key => key.KeyId is not null);
        _mismatch = TokenVerdict.Refused(ReasonCatalogue.SignatureMismatch, ring.DescribeMismatch(), ring.Current);
        Unavailable = TokenVerdict.Refused(ReasonCatalogue.SecretUnavailable, ring.Fault);
    }

    /// <summary>The ring under these options; <paramref name="before"/> is the one in force until now.</summary>
    public static JwtKeyRing Follow(JwtKeyRing? before, SecretRing ring, JwtOptions options)
    {
        var rules = new JwtRules(options);

        // A reload asks for an algorithm that the secret is too short for (RFC 7518 §3.2): the secret is degraded, and key and
        // algorithm stay in force together as they were.
        if (
            before is { IsUnavailable: false }
            && ring.Current?.Length < rules.Algorithm.MinimumKeyBytes
            && ring.Current.Length >= before.Rules.Algorithm.MinimumKeyBytes
        )
        {
            rules = new JwtRules(options, before.Rules.Algorithm);
        }

        return new JwtKeyRing(ring, rules);
    }

    public SecretRing Ring { get; }

    public JwtRules Rules { get; }

    /// <summary>The refusal where the secret has no value.</summary>
    public TokenVerdict Unavailable { get; }

    public bool IsUnavailable => _entries.Length == 0;

    /// <summary>The key that verifies a signature; otherwise the refusal.</summary>
    public SecretKey? FindSigner(
        string? keyId,
        ReadOnlySpan<byte> signingInput,
        ReadOnlySpan<byte> signature,
        DateTimeOffset now,
        out TokenVerdict? refusal
    )
    {
        refusal = null;
        Span<byte> mac = stackalloc byte[JwtAlgorithm.LongestMac];
        var named = keyId is null ? null : FindNamed(keyId, now);
        if (named is null && keyId is not null && (_hasConfiguredIds || SecretFingerprint.HasForm(keyId)))
        {
            refusal = RefuseUnknown(keyId);
            return null;
        }

        foreach (var entry in _entries)
        {
            if ((named is not null && !ReferenceEquals(entry, named)) || !entry.Key.IsAcceptedAt(now))
            {
                continue;
            }

            var length = entry.Hmac.Compute(signingInput, mac);
            if (CryptographicOperations.FixedTimeEquals(mac[..length], signature))
            {
                return entry.Key;
            }
        }

        refusal = named?.Mismatch ?? (keyId is null ? _mismatch : RefuseForeign(keyId));
        return null;
    }

    private TokenVerdict RefuseForeign(string keyId) =>
        TokenVerdict.Refused(
            ReasonCatalogue.SignatureMismatch,
            $"{Ring.DescribeMismatch()} Its kid {ClientText.Quote(keyId)} is no key id of this server.",
            Ring.Current
        );

    private Entry? FindNamed(string keyId, DateTimeOffset now)
    {
        foreach (var entry in _entries)
        {
            if ((entry.Key.KeyId == keyId || entry.Key.Fingerprint == keyId) && entry.Key.IsAcceptedAt(now))
            {
                return entry;
            }
        }

        return null;
    }

    // A fingerprint is a public name, made to be shown; any other kid is client text.
    private TokenVerdict RefuseUnknown(string keyId)
    {
        var shown = SecretFingerprint.HasForm(keyId) ? keyId : ClientText.Quote(keyId);
        var held = string.Join(", ", Ring.Keys.Skip(1).Select(key => key.EffectiveKeyId));
        return TokenVerdict.Refused(
            ReasonCatalogue.KeyUnknown,
            $"The token was signed with {shown}, but secret '{Ring.Name}' in {Ring.EnvironmentName} is {Ring.DescribeCurrent()}{(held.Length > 0 ? $", previous: {held}" : "")}.",
            Ring.Current
        );
    }

    private sealed class Entry(SecretKey key, SecretRing ring, JwtAlgorithm algorithm)
    {
        public SecretKey Key { get; } = key;

        public HmacKey Hmac { get; } = new(key.DangerousGetBytes(), algorithm.Hash);

        public TokenVerdict Mismatch { get; } =
            TokenVerdict.Refused(
                ReasonCatalogue.SignatureMismatch,
                $"The token names the key {key.EffectiveKeyId} of secret '{ring.Name}', which is held here ({key.Source}), but its signature does not fit: the token was altered, or signed with another value under that name.",
                key
            );
    }
}
