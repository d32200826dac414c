using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace WsAuth.Tokens.Jwt;

/// <summary>An HMAC algorithm of RFC 7518 §3.2.</summary>
internal sealed record JwtAlgorithm(string Name, HashAlgorithmName Hash, int MacBytes)
{
    /// <summary>The longest MAC, in bytes.</summary>
    public const int LongestMac = 64;

    public static IReadOnlyList<JwtAlgorithm> All { get; } =
    [
        new(SecurityAlgorithms.HmacSha256, HashAlgorithmName.SHA256, 32),
        new(SecurityAlgorithms.HmacSha384, HashAlgorithmName.SHA384, 48),
        new(SecurityAlgorithms.HmacSha512, HashAlgorithmName.SHA512, 64),
    ];

    /// <summary>The shortest key, in bytes: as long as the hash.</summary>
    public int MinimumKeyBytes => MacBytes;

    public static JwtAlgorithm? Find(string name) => All.FirstOrDefault(algorithm => algorithm.Name == name);
}
