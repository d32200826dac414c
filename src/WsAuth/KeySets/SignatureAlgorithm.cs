using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace WsAuth.KeySets;

/// <summary>A public-key algorithm of RFC 7518 §3.3–3.5. HMAC is none of them: a secret never meets a token of these.</summary>
internal sealed record SignatureAlgorithm
{
    private SignatureAlgorithm(string name, HashAlgorithmName hash, RSASignaturePadding? padding, CurveForm? curve)
    {
        Name = name;
        Hash = hash;
        Padding = padding;
        Curve = curve;
    }

    public static IReadOnlyList<SignatureAlgorithm> All { get; } =
    [
        new(SecurityAlgorithms.RsaSha256, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, null),
        new(SecurityAlgorithms.RsaSha384, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1, null),
        new(SecurityAlgorithms.RsaSha512, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1, null),
        new(SecurityAlgorithms.RsaSsaPssSha256, HashAlgorithmName.SHA256, RSASignaturePadding.Pss, null),
        new(SecurityAlgorithms.RsaSsaPssSha384, HashAlgorithmName.SHA384, RSASignaturePadding.Pss, null),
        new(SecurityAlgorithms.RsaSsaPssSha512, HashAlgorithmName.SHA512, RSASignaturePadding.Pss, null),
        new(SecurityAlgorithms.EcdsaSha256, HashAlgorithmName.SHA256, null, CurveForm.P256),
        new(SecurityAlgorithms.EcdsaSha384, HashAlgorithmName.SHA384, null, CurveForm.P384),
        new(SecurityAlgorithms.EcdsaSha512, HashAlgorithmName.SHA512, null, CurveForm.P521),
    ];

    public static string Names { get; } = string.Join(", ", All.Select(algorithm => algorithm.Name));

    public string Name { get; }

    public HashAlgorithmName Hash { get; }

    /// <summary>The padding of an RSA algorithm; null for ECDSA.</summary>
    public RSASignaturePadding? Padding { get; }

    /// <summary>The curve of an ECDSA algorithm; null for RSA.</summary>
    public CurveForm? Curve { get; }

    /// <summary>The length of a signature, in bytes, where the algorithm alone says it (RFC 7518 §3.4).</summary>
    public int? SignatureBytes => Curve?.CoordinateBytes * 2;

    public static SignatureAlgorithm? Find(string? name) => All.FirstOrDefault(algorithm => algorithm.Name == name);
}
