using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace WsAuth.KeySets;

/// <summary>The public half of a key pair, of sound size and form. It verifies and can do nothing else.</summary>
internal abstract class PublicKey
{
    /// <summary>RSA or a curve, for messages.</summary>
    public abstract string Form { get; }

    /// <summary>Its RFC 7638 thumbprint (SHA-256, base64url).</summary>
    public abstract string Thumbprint { get; }

    /// <summary>Whether it is a key for an algorithm at all.</summary>
    public abstract bool Fits(SignatureAlgorithm algorithm);

    /// <summary>Whether a signature is of this key; false for whatever is none.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureAlgorithm algorithm);

    /// <summary>The same key as IdentityModel wants it.</summary>
    public abstract SecurityKey ToSecurityKey(string? keyId);

    protected static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    protected static string ThumbprintOf(string canonicalJson) =>
        Encode(SHA256.HashData(Encoding.ASCII.GetBytes(canonicalJson)));
}
