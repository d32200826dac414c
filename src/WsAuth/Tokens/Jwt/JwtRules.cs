using System.Text;
using System.Text.Json;

namespace WsAuth.Tokens.Jwt;

/// <summary>The options as the validator needs them, made once for each configuration.</summary>
internal sealed class JwtRules
{
    private readonly byte[][] _audiences;
    private readonly JwtAlgorithm? _algorithm;

    /// <summary>The rules of the own service's tokens, which are signed with a secret.</summary>
    public JwtRules(JwtOptions options)
        : this(options, JwtAlgorithm.Find(options.Algorithm) ?? JwtAlgorithm.All[0]) { }

    /// <summary>The same, with the algorithm that is still in force where the configured one cannot be.</summary>
    public JwtRules(JwtOptions options, JwtAlgorithm algorithm)
        : this(options, options.Issuer, "WsAuth:Jwt")
    {
        _algorithm = algorithm;
    }

    /// <summary>The rules of another issuer's tokens: there is no HMAC algorithm in them.</summary>
    public JwtRules(JwtIssuerOptions options, string name)
        : this(options, options.ExpectedIssuer, $"WsAuth:Jwt:Issuers:{name}") { }

    private JwtRules(JwtClaimOptions options, string? issuer, string section)
    {
        Options = options;
        Section = section;
        ExpectedIssuer = issuer;
        Issuer = issuer is null ? null : Encoding.UTF8.GetBytes(issuer);
        _audiences = [.. Audiences(options).Select(Encoding.UTF8.GetBytes)];
    }

    public JwtClaimOptions Options { get; }

    /// <summary>Where the rules are set, for messages.</summary>
    public string Section { get; }

    /// <summary>The algorithm of the secret.</summary>
    /// <exception cref="InvalidOperationException">These are not the rules of tokens that are signed with a secret.</exception>
    public JwtAlgorithm Algorithm =>
        _algorithm
        ?? throw new InvalidOperationException($"{Section} is not for tokens that are signed with a secret.");

    /// <summary>The expected issuer; null where it is not checked.</summary>
    public string? ExpectedIssuer { get; }

    /// <summary>The expected issuer's UTF-8 bytes; null where it is not checked.</summary>
    public byte[]? Issuer { get; }

    public bool ChecksAudience => _audiences.Length > 0;

    public static string[] Audiences(JwtClaimOptions options) =>
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
