using System.Security.Cryptography;
using System.Text;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>Edge tokens byte by byte, written without the library.</summary>
public static class HandmadeEdgeToken
{
    /// <summary>base64(message ":" hex(HMAC-SHA256(secret's text, message))).</summary>
    public static string Sign(string message, string secret) =>
        Sign(Encoding.UTF8.GetBytes(message), Encoding.UTF8.GetBytes(secret));

    public static string Sign(byte[] message, byte[] key) =>
        Encode(message, Convert.ToHexStringLower(HMACSHA256.HashData(key, message)));

    public static string Encode(byte[] message, string signature) =>
        Convert.ToBase64String([.. message, .. Encoding.ASCII.GetBytes(":" + signature)]);
}
