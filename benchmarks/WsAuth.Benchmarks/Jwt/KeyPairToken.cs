using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace WsAuth.Benchmarks.Jwt;

/// <summary>The typical token's ten claims, signed with a key pair.</summary>
internal sealed class KeyPairToken : IDisposable
{
    public const string KeyId = "2026-11";

    private readonly AsymmetricAlgorithm _pair;

    public KeyPairToken(string algorithm)
    {
        _pair = algorithm == "ES256" ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        var header = $$"""{"alg":"{{algorithm}}","kid":"{{KeyId}}","typ":"JWT"}""";
        var payload = new TypicalToken().Text.Split('.')[1];
        SigningInput = Encoding.ASCII.GetBytes($"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{payload}");
        Signature = _pair is ECDsa ec
            ? ec.SignData(SigningInput, HashAlgorithmName.SHA256)
            : ((RSA)_pair).SignData(SigningInput, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Text = Join(Signature);
        byte[] forged = [.. Signature];
        forged[20] ^= 1;
        Forged = Join(forged);
    }

    public byte[] SigningInput { get; }

    public byte[] Signature { get; }

    /// <summary>The token.</summary>
    public string Text { get; }

    /// <summary>The same token with one bit of its signature changed.</summary>
    public string Forged { get; }

    /// <summary>The public key, for whoever verifies.</summary>
    public SecurityKey PublicKey() =>
        _pair is ECDsa ec
            ? new ECDsaSecurityKey(ECDsa.Create(ec.ExportParameters(false))) { KeyId = KeyId }
            : new RsaSecurityKey(((RSA)_pair).ExportParameters(false)) { KeyId = KeyId };

    /// <summary>The floor: the platform's verification of a signature that is decoded already, and nothing else.</summary>
    public bool Verify() =>
        _pair is ECDsa ec
            ? ec.VerifyData(SigningInput, Signature, HashAlgorithmName.SHA256)
            : ((RSA)_pair).VerifyData(SigningInput, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose() => _pair.Dispose();

    private string Join(byte[] signature) =>
        $"{Encoding.ASCII.GetString(SigningInput)}.{Base64Url.EncodeToString(signature)}";
}
