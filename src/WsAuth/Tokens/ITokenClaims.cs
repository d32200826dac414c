using System.Security.Claims;

namespace WsAuth.Tokens;

/// <summary>The claims of an accepted credential, readable without making a principal of them.</summary>
public interface ITokenClaims
{
    /// <summary>The value of a claim that is a string, a number or a boolean; null where there is none of that name.</summary>
    string? Find(string name);

    /// <summary>Makes the identity of an accepted caller.</summary>
    ClaimsIdentity CreateIdentity(string authenticationType);
}
