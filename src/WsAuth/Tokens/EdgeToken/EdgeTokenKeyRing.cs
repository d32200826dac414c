using System.Security.Cryptography;
using WsAuth.Reasons;
using WsAuth.Secrets;

namespace WsAuth.Tokens.EdgeToken;

/// <summary>A secret's ring with keyed states, and the refusals that need no more than the ring, made once.</summary>
internal sealed class EdgeTokenKeyRing(SecretRing ring)
{
    private readonly (SecretKey Key, HmacKey Hmac)[] _entries =
    [
        .. ring.Keys.Select(key => (key, new HmacKey(key.DangerousGetBytes(), HashAlgorithmName.SHA256))),
    ];

    public SecretRing Ring => ring;

    public bool IsUnavailable => _entries.Length == 0;

    public TokenVerdict Unavailable { get; } = TokenVerdict.Refused(ReasonCatalogue.SecretUnavailable, ring.Fault);

    public TokenVerdict Mismatch { get; } =
        TokenVerdict.Refused(
            ReasonCatalogue.SignatureMismatch,
            $"{ring.DescribeMismatch()} The secret is the key as text: hexadecimal digits are not decoded.",
            ring.Current
        );

    /// <summary>The key that made a MAC; null where none of the ring did.</summary>
    public SecretKey? FindSigner(EdgeTokenParts token, DateTimeOffset now)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var (key, hmac) in _entries)
        {
            if (!key.IsAcceptedAt(now))
            {
                continue;
            }

            hmac.Compute(token.Message, mac);
            if (CryptographicOperations.FixedTimeEquals(mac, token.Mac))
            {
                return key;
            }
        }

        return null;
    }
}
