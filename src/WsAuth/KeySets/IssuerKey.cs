using System.Diagnostics;
using Microsoft.IdentityModel.Tokens;

namespace WsAuth.KeySets;

/// <summary>A public key of an issuer, bound to the one algorithm that it verifies (RFC 8725 §3.1).</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class IssuerKey
{
    private const int ShownThumbprint = 12;

    private readonly PublicKey _key;
    private readonly SignatureAlgorithm _algorithm;
    private readonly Lazy<SecurityKey> _securityKey;

    private long _acceptedCount;

    internal IssuerKey(string? keyId, PublicKey key, SignatureAlgorithm algorithm, string source)
    {
        KeyId = keyId;
        Source = source;
        _key = key;
        _algorithm = algorithm;
        _securityKey = new Lazy<SecurityKey>(() => key.ToSecurityKey(keyId));
    }

    /// <summary>Its <c>kid</c>, as its issuer names it; null where it has none.</summary>
    public string? KeyId { get; }

    /// <summary>The one algorithm that it verifies, for example <c>ES256</c>.</summary>
    public string Algorithm => _algorithm.Name;

    /// <summary>Its RFC 7638 thumbprint: a public name that its issuer can compute as well.</summary>
    public string Thumbprint => _key.Thumbprint;

    /// <summary>The thumbprint's first characters, for log lines.</summary>
    public string Fingerprint => $"jkt:{Thumbprint[..ShownThumbprint]}";

    /// <summary>The file, URL or code that it came from.</summary>
    public string Source { get; }

    /// <summary>How many credentials it has verified since it came into force.</summary>
    public long AcceptedCount => Interlocked.Read(ref _acceptedCount);

    /// <summary>Counts one accepted credential; for validators.</summary>
    public void CountAccepted() => Interlocked.Increment(ref _acceptedCount);

    /// <summary>The algorithm and the fingerprint.</summary>
    public override string ToString() => $"{Algorithm} {Fingerprint}";

    internal bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        _key.Verify(data, signature, _algorithm);

    internal SecurityKey ToSecurityKey() => _securityKey.Value;

    internal bool IsSameAs(IssuerKey other) =>
        KeyId == other.KeyId
        && Thumbprint == other.Thumbprint
        && Algorithm == other.Algorithm
        && Source == other.Source;
}
