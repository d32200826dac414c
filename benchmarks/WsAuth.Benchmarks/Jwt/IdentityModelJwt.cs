using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace WsAuth.Benchmarks.Jwt;

/// <summary>Microsoft.IdentityModel, told to check what WsAuth checks, and its parameters made once.</summary>
internal sealed class IdentityModelJwt(string secret, string? keyId)
{
    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _parameters = new()
    {
        ValidIssuer = TypicalToken.Issuer,
        ValidAudience = TypicalToken.Audience,
        IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)) { KeyId = keyId },
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        ClockSkew = TimeSpan.FromSeconds(30),
        NameClaimType = "name",
        RoleClaimType = "role",
    };

    public TokenValidationResult Validate(string token) => _handler.ValidateToken(token, _parameters);
}
