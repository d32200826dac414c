using System.Buffers.Text;
using System.Security.Cryptography;

namespace WsAuth.Tool.Secrets;

/// <summary>Random secrets that survive every <c>.env</c> reader, shell and URL: letters, digits, <c>-</c> and <c>_</c>.</summary>
internal static class GeneratedSecret
{
    public static string Make(int bytes, SecretFormat format)
    {
        var random = RandomNumberGenerator.GetBytes(bytes);
        var text = format == SecretFormat.Hex ? Convert.ToHexStringLower(random) : Base64Url.EncodeToString(random);
        CryptographicOperations.ZeroMemory(random);
        return text;
    }
}
