using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace WsAuth.KeySets;

/// <summary>A key on one of the three curves of RFC 7518 §3.4; each curve has one algorithm.</summary>
internal sealed class EcPublicKey : PublicKey
{
    private readonly CurveForm _curve;
    private readonly ECParameters _parameters;
    private readonly IdleInstances<ECDsa> _instances;

    private EcPublicKey(CurveForm curve, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        _curve = curve;
        _parameters = new ECParameters
        {
            Curve = curve.ToCurve(),
            Q = new ECPoint { X = x.ToArray(), Y = y.ToArray() },
        };
        _instances = new IdleInstances<ECDsa>(() => ECDsa.Create(_parameters));
        Thumbprint = ThumbprintOf($$"""{"crv":"{{curve.Name}}","kty":"EC","x":"{{Encode(x)}}","y":"{{Encode(y)}}"}""");
    }

    public override string Form => _curve.Name;

    public override string Thumbprint { get; }

    /// <summary>Takes a point; otherwise says what is wrong with it.</summary>
    public static EcPublicKey? Create(CurveForm? curve, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, out string? fault)
    {
        fault =
            curve is null ? "its curve is none of P-256, P-384 and P-521"
            : x.Length != curve.CoordinateBytes || y.Length != curve.CoordinateBytes
                ? $"its coordinates do not have the {curve.CoordinateBytes} bytes of {curve.Name}"
            : null;
        if (fault is not null)
        {
            return null;
        }

        var key = new EcPublicKey(curve!, x, y);
        try
        {
            key._instances.Return(key._instances.Borrow());
            return key;
        }
        catch (CryptographicException)
        {
            fault = $"its point does not lie on {curve!.Name}";
            return null;
        }
    }

    public override bool Fits(SignatureAlgorithm algorithm) => algorithm.Curve == _curve;

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureAlgorithm algorithm)
    {
        if (signature.Length != _curve.CoordinateBytes * 2 || algorithm.Curve != _curve)
        {
            return false;
        }

        var ecdsa = _instances.Borrow();
        try
        {
            return ecdsa.VerifyData(
                data,
                signature,
                algorithm.Hash,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation
            );
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            _instances.Return(ecdsa);
        }
    }

    public override SecurityKey ToSecurityKey(string? keyId) =>
        new ECDsaSecurityKey(ECDsa.Create(_parameters)) { KeyId = keyId };
}
