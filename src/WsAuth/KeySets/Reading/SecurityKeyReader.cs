using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace WsAuth.KeySets.Reading;

/// <summary>Reads keys that an application gives in code.</summary>
internal static class SecurityKeyReader
{
    private const string Source = "code";

    public static KeySetContent Read(IEnumerable<SecurityKey> securityKeys, KeyTerms terms)
    {
        List<IssuerKey> keys = [];
        var position = 0;
        foreach (var securityKey in securityKeys)
        {
            position++;
            if (Read(securityKey, terms, out var fault) is not { } key)
            {
                return KeySetContent.Failed($"security key {position}: {fault}");
            }

            keys.Add(key);
        }

        return keys.Count == 0 ? KeySetContent.Failed("there is no key") : new KeySetContent(keys, []);
    }

    private static IssuerKey? Read(SecurityKey securityKey, KeyTerms terms, out string? fault)
    {
        if (securityKey is JsonWebKey json)
        {
            return ReadJson(json, terms, out fault);
        }

        var key = ReadPublic(securityKey, out fault);
        var algorithm = key is null ? null : terms.AlgorithmOf(key, null, out fault);
        return algorithm is null
            ? null
            : new IssuerKey(securityKey.KeyId is { Length: > 0 } id ? id : null, key!, algorithm, Source);
    }

    private static PublicKey? ReadPublic(SecurityKey securityKey, out string? fault)
    {
        try
        {
            switch (securityKey)
            {
                case RsaSecurityKey { Rsa: { } rsa }:
                    return PlatformKeyReader.Read(rsa, out fault);
                case RsaSecurityKey rsa:
                    return PlatformKeyReader.Read(rsa.Parameters, out fault);
                case ECDsaSecurityKey ec:
                    return PlatformKeyReader.Read(ec.ECDsa, out fault);
                case X509SecurityKey x509:
                    return PlatformKeyReader.Read(x509.Certificate, out fault);
                case SymmetricSecurityKey:
                    fault =
                        "it is a shared secret; an issuer entry holds public keys only, secrets belong in WsAuth:Secrets";
                    return null;
            }
        }
        catch (CryptographicException)
        {
            fault = "its public half cannot be read";
            return null;
        }

        fault =
            $"a {securityKey.GetType().Name} is none of RsaSecurityKey, ECDsaSecurityKey, X509SecurityKey and JsonWebKey";
        return null;
    }

    // By way of its JSON, so that one reader judges every JSON Web Key.
    private static IssuerKey? ReadJson(JsonWebKey key, KeyTerms terms, out string? fault)
    {
        Dictionary<string, object> members = [];
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                members[name] = value;
            }
        }

        Add("kty", key.Kty);
        Add("kid", key.Kid);
        Add("alg", key.Alg);
        Add("use", key.Use);
        Add("crv", key.Crv);
        Add("n", key.N);
        Add("e", key.E);
        Add("x", key.X);
        Add("y", key.Y);
        if (key.KeyOps is { Count: > 0 })
        {
            members["key_ops"] = key.KeyOps.ToArray();
        }

        return JsonWebKeyReader.Read(JsonSerializer.SerializeToElement(members), terms, Source, out fault);
    }
}
