using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WsAuth.KeySets.Reading;

/// <summary>Reads public keys from PEM (RFC 7468): <c>PUBLIC KEY</c>, <c>RSA PUBLIC KEY</c> or <c>CERTIFICATE</c>, one or several.</summary>
internal static class PemKeyReader
{
    public static KeySetContent Read(string text, KeyTerms terms, string source)
    {
        List<IssuerKey> keys = [];
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var label = rest[fields.Label];
            var fault = label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)
                ? "it holds a private key; a verifier needs the public one alone (openssl pkey -pubout)"
                : null;
            var key = fault is null ? ReadKey(label, rest[fields.Location], out fault) : null;
            var algorithm = key is null ? null : terms.AlgorithmOf(key, null, out fault);
            if (algorithm is null)
            {
                return KeySetContent.Failed(fault!);
            }

            keys.Add(new IssuerKey(null, key!, algorithm, source));
            rest = rest[fields.Location.End..];
        }

        return keys.Count switch
        {
            0 => KeySetContent.Failed("it holds no PEM (-----BEGIN PUBLIC KEY-----)"),
            > JsonWebKeySetReader.MostKeys => KeySetContent.Failed(
                $"it holds {keys.Count} keys; {JsonWebKeySetReader.MostKeys} are the most"
            ),
            _ => new KeySetContent(keys, []),
        };
    }

    private static PublicKey? ReadKey(ReadOnlySpan<char> label, ReadOnlySpan<char> pem, out string? fault)
    {
        try
        {
            switch (label)
            {
                case "CERTIFICATE":
                    using (var certificate = X509Certificate2.CreateFromPem(pem))
                    {
                        return PlatformKeyReader.Read(certificate, out fault);
                    }
                case "RSA PUBLIC KEY":
                    return ReadRsa(pem, out fault);
                case "PUBLIC KEY":
                    return ReadEither(pem, out fault);
            }
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            fault = "its PEM cannot be decoded, or holds a key of another kind than RSA and EC";
            return null;
        }

        fault = "its PEM is none of PUBLIC KEY, RSA PUBLIC KEY and CERTIFICATE";
        return null;
    }

    private static PublicKey? ReadEither(ReadOnlySpan<char> pem, out string? fault)
    {
        try
        {
            return ReadRsa(pem, out fault);
        }
        catch (CryptographicException)
        {
            using var ec = ECDsa.Create();
            ec.ImportFromPem(pem);
            return PlatformKeyReader.Read(ec, out fault);
        }
    }

    private static PublicKey? ReadRsa(ReadOnlySpan<char> pem, out string? fault)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return PlatformKeyReader.Read(rsa, out fault);
    }
}
