using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WsAuth.KeySets.Reading;

/// <summary>Takes the public half, and nothing else, of the platform's key objects.</summary>
internal static class PlatformKeyReader
{
    public static PublicKey? Read(RSA rsa, out string? fault) => Read(rsa.ExportParameters(false), out fault);

    public static PublicKey? Read(RSAParameters parameters, out string? fault) =>
        RsaPublicKey.Create(parameters.Modulus, parameters.Exponent, out fault);

    public static PublicKey? Read(ECDsa ec, out string? fault)
    {
        var parameters = ec.ExportParameters(false);
        return EcPublicKey.Create(CurveForm.Find(parameters.Curve), parameters.Q.X, parameters.Q.Y, out fault);
    }

    public static PublicKey? Read(X509Certificate2 certificate, out string? fault)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
        {
            return Read(rsa, out fault);
        }

        using var ec = certificate.GetECDsaPublicKey();
        if (ec is not null)
        {
            return Read(ec, out fault);
        }

        fault = "its certificate is for neither an RSA nor an EC key";
        return null;
    }
}
