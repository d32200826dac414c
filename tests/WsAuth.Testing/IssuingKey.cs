using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace WsAuth.Testing;

/// <summary>A key pair of an issuer, which signs what a test wants signed. It shares no code with the library.</summary>
public sealed class IssuingKey
{
    private static readonly ConcurrentDictionary<(string, int), Lazy<IssuingKey>> Shared = new();

    private readonly string _algorithm;
    private readonly AsymmetricAlgorithm _pair;

    private IssuingKey(string algorithm, AsymmetricAlgorithm pair, string? keyId)
    {
        _algorithm = algorithm;
        _pair = pair;
        KeyId = keyId;
    }

    public string? KeyId { get; }

    public AsymmetricAlgorithm Pair => _pair;

    public string PublicPem => _pair.ExportSubjectPublicKeyInfoPem();

    public string PrivatePem
    {
        get
        {
            var pem = _pair.ExportPkcs8PrivateKeyPem();
            foreach (var line in pem.Split('\n').Where(line => !line.StartsWith("-----", StringComparison.Ordinal)))
            {
                LeakWatch.Protect(line);
            }

            return pem;
        }
    }

    /// <summary>A pair for an algorithm; making RSA keys takes long, so tests that ask for the same number of the same algorithm share one.</summary>
    public static IssuingKey For(string algorithm, string? keyId = null, int number = 0)
    {
        var form = algorithm[0] == 'E' ? algorithm : "RSA";
        var pair = Shared.GetOrAdd((form, number), _ => new(() => new IssuingKey(algorithm, Create(form), null)));
        return new IssuingKey(algorithm, pair.Value._pair, keyId);
    }

    public static IssuingKey From(string algorithm, AsymmetricAlgorithm pair, string? keyId = null) =>
        new(algorithm, pair, keyId);

    /// <summary>A token with the usual header; <paramref name="header"/> is another one.</summary>
    public string Sign(string payload, string? header = null)
    {
        header ??= KeyId is null
            ? $$"""{"alg":"{{_algorithm}}","typ":"JWT"}"""
            : $$"""{"alg":"{{_algorithm}}","typ":"JWT","kid":"{{KeyId}}"}""";
        var input = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        return LeakWatch.ProtectToken($"{input}.{Encode(SignBytes(Encoding.ASCII.GetBytes(input)))}");
    }

    public byte[] SignBytes(byte[] input, DSASignatureFormat form = DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
    {
        var hash = new HashAlgorithmName("SHA" + _algorithm[2..]);
        var padding = _algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        // The pair is shared by tests that run side by side.
        lock (_pair)
        {
            return _pair is ECDsa ec ? ec.SignData(input, hash, form) : ((RSA)_pair).SignData(input, hash, padding);
        }
    }

    /// <summary>The public key as a JSON Web Key; <paramref name="more"/> is put in as it is, for example <c>"use":"enc"</c>.</summary>
    public string Jwk(string? more = null)
    {
        var members = _pair switch
        {
            ECDsa ec when ec.ExportParameters(false) is var point => $$"""
                "kty":"EC","crv":"P-{{ec.KeySize}}","x":"{{Encode(point.Q.X)}}","y":"{{Encode(point.Q.Y)}}"
                """,
            RSA rsa when rsa.ExportParameters(false) is var numbers => $$"""
                "kty":"RSA","n":"{{Encode(numbers.Modulus)}}","e":"{{Encode(numbers.Exponent)}}"
                """,
            _ => throw new InvalidOperationException(),
        };
        return $"{{{members}{(KeyId is null ? "" : $",\"kid\":\"{KeyId}\"")}{(more is null ? "" : "," + more)}}}";
    }

    public static string Set(params IssuingKey[] keys) => Set([.. keys.Select(key => key.Jwk())]);

    public static string Set(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private static AsymmetricAlgorithm Create(string form) =>
        form switch
        {
            "RSA" => RSA.Create(2048),
            "ES256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            "ES384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            _ => ECDsa.Create(ECCurve.NamedCurves.nistP521),
        };
}
