using System.Text;
using System.Text.Json;

namespace WsAuth.Tokens.Jwt;

/// <summary>The options as the validator needs them, made once for each configuration.</summary>
internal sealed class JwtRules
{
    private readonly byte[][] _audiences;

    public JwtRules(JwtOptions options, JwtAlgorithm algorithm)
    {
        Options = options;
        Algorithm = algorithm;
        Issuer = options.Issuer is null ? null : Encoding.UTF8.GetBytes(options.Issuer);
        _audiences = [.. Audiences(options).Select(Encoding.UTF8.GetBytes)];
    }

    public JwtOptions Options { get; }

    public JwtAlgorithm Algorithm { get; }

    /// <summary>The expected issuer's UTF-8 bytes; null where it is not checked.</summary>
    public byte[]? Issuer { get; }

    public bool ChecksAudience => _audiences.Length > 0;

    public static string[] Audiences(JwtOptions options) =>
        options.Audience?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public bool IsAudience(ref Utf8JsonReader reader)
    {
        foreach (var audience in _audiences)
        {
            if (reader.ValueTextEquals(audience))
            {
                return true;
            }
        }

        return false;
    }
}
