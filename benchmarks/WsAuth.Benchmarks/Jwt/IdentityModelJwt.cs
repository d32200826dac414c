using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace WsAuth.Benchmarks.Jwt;

/// <summary>Microsoft.IdentityModel, told to check what WsAuth checks, and its parameters made once.</summary>
internal sealed class IdentityModelJwt(SecurityKey key, string algorithm)
{
    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _parameters = new()
    {
        ValidIssuer = TypicalToken.Issuer,
        ValidAudience = TypicalToken.Audience,
        IssuerSigningKey = key,
        ValidAlgorithms = [algorithm],
        ClockSkew = TimeSpan.FromSeconds(30),
        NameClaimType = "name",
        RoleClaimType = "role",
    };

    /// <summary>For the tokens of a secret.</summary>
    public IdentityModelJwt(string secret, string? keyId)
        : this(
            new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)) { KeyId = keyId },
            SecurityAlgorithms.HmacSha256
        ) { }

    public TokenValidationResult Validate(string token) => _handler.ValidateToken(token, _parameters);
}
