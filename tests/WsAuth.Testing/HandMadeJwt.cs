using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WsAuth.Testing;

/// <summary>JWTs written by hand, signed or not as a test wants them: what no minter would make.</summary>
public static class HandMadeJwt
{
    /// <summary>Signs any header and any payload with HMAC-SHA256.</summary>
    public static string Sign(string secret, string payload, string header = """{"alg":"HS256","typ":"JWT"}""")
    {
        var input = $"{Encode(header)}.{Encode(payload)}";
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(input));
        return LeakWatch.ProtectToken($"{input}.{Base64Url.EncodeToString(mac)}");
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
