using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>
/// Signs tokens whose header and payload are under control byte by byte. It shares no code with the library: what it makes is
/// what another stack, or an attacker who holds the key, would send.
/// </summary>
public static partial class HandmadeJwt
{
    public const string Header = """{"alg":"HS256","typ":"JWT"}""";

    /// <summary>A payload that is fine. <c>@+300</c> stands for 300 seconds from now, here and in every other payload.</summary>
    public const string Payload = """{"sub":"u1","exp":@+300}""";

    public static string Sign(string header, string payload, ReadOnlySpan<byte> key, string algorithm = "HS256") =>
        Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload), key, algorithm);

    public static string Sign(
        ReadOnlySpan<byte> header,
        ReadOnlySpan<byte> payload,
        ReadOnlySpan<byte> key,
        string algorithm = "HS256"
    ) => SignSegments(Encode(header), Encode(payload), key, algorithm);

    /// <summary>Signs two segments as they stand, base64url or not.</summary>
    public static string SignSegments(string header, string payload, ReadOnlySpan<byte> key, string algorithm = "HS256")
    {
        var input = Encoding.ASCII.GetBytes($"{header}.{payload}");
        var mac = algorithm switch
        {
            "HS384" => HMACSHA384.HashData(key, input),
            "HS512" => HMACSHA512.HashData(key, input),
            _ => HMACSHA256.HashData(key, input),
        };
        return LeakWatch.ProtectToken($"{header}.{payload}.{Encode(mac)}");
    }

    public static string Encode(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    /// <summary>Puts Unix times where <c>@+N</c> and <c>@-N</c> stand.</summary>
    public static string At(string json, DateTimeOffset now) =>
        Offset()
            .Replace(
                json,
                match =>
                    (now.ToUnixTimeSeconds() + int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToString(
                        CultureInfo.InvariantCulture
                    )
            );

    [GeneratedRegex(@"@([+-]\d+)")]
    private static partial Regex Offset();
}
