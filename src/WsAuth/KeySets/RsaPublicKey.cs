using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace WsAuth.KeySets;

/// <summary>An RSA key of at least 2048 bits (RFC 7518 §3.3).</summary>
internal sealed class RsaPublicKey : PublicKey
{
    public const int MinimumBits = 2048;

    // Verifying costs the square of the size: a fetched set must not choose how much a handshake costs.
    private const int MaximumBits = 8192;

    private readonly RSAParameters _parameters;
    private readonly int _signatureBytes;
    private readonly IdleInstances<RSA> _instances;

    private RsaPublicKey(RSAParameters parameters, int bits)
    {
        _parameters = parameters;
        _signatureBytes = (bits + 7) / 8;
        _instances = new IdleInstances<RSA>(() => RSA.Create(_parameters));
        Form = $"RSA {bits}";
        Thumbprint = ThumbprintOf(
            $$"""{"e":"{{Encode(parameters.Exponent)}}","kty":"RSA","n":"{{Encode(parameters.Modulus)}}"}"""
        );
    }

    public override string Form { get; }

    public override string Thumbprint { get; }

    /// <summary>Takes modulus and exponent; otherwise says what is wrong with them.</summary>
    public static RsaPublicKey? Create(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, out string? fault)
    {
        modulus = modulus.TrimStart((byte)0);
        exponent = exponent.TrimStart((byte)0);
        var bits = modulus.IsEmpty ? 0 : (modulus.Length * 8) - byte.LeadingZeroCount(modulus[0]);
        fault =
            bits < MinimumBits ? $"it is an RSA key of {bits} bits; {MinimumBits} are the least (RFC 7518 §3.3)"
            : bits > MaximumBits ? $"it is an RSA key of {bits} bits; {MaximumBits} are the most"
            : (modulus[^1] & 1) == 0 ? "its RSA modulus is even"
            // With the exponent 1 everybody can sign.
            : exponent.Length is 0 or > 4 || exponent.SequenceEqual((ReadOnlySpan<byte>)[1]) || (exponent[^1] & 1) == 0
                ? "its RSA exponent is not an odd number from 3 to 2^32"
            : null;
        if (fault is not null)
        {
            return null;
        }

        var key = new RsaPublicKey(
            new RSAParameters { Modulus = modulus.ToArray(), Exponent = exponent.ToArray() },
            bits
        );
        try
        {
            key._instances.Return(key._instances.Borrow());
            return key;
        }
        catch (CryptographicException)
        {
            fault = "it is no RSA key";
            return null;
        }
    }

    public override bool Fits(SignatureAlgorithm algorithm) => algorithm.Padding is not null;

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureAlgorithm algorithm)
    {
        if (signature.Length != _signatureBytes || algorithm.Padding is null)
        {
            return false;
        }

        var rsa = _instances.Borrow();
        try
        {
            return rsa.VerifyData(data, signature, algorithm.Hash, algorithm.Padding);
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            _instances.Return(rsa);
        }
    }

    public override SecurityKey ToSecurityKey(string? keyId) => new RsaSecurityKey(_parameters) { KeyId = keyId };
}
