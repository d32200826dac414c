using System.Security.Claims;

namespace WsAuth.Tokens;

/// <summary>Claims that a validator made itself.</summary>
internal sealed class ClaimList(string subject, IReadOnlyList<Claim> claims) : ITokenClaims
{
    private const string SubjectClaim = "sub";

    public string? Find(string name) =>
        claims.FirstOrDefault(claim => claim.Type == name)?.Value ?? (name == SubjectClaim ? subject : null);

    public ClaimsIdentity CreateIdentity(string authenticationType)
    {
        var identity = new ClaimsIdentity(claims, authenticationType, SubjectClaim, "role");
        if (!identity.HasClaim(claim => claim.Type == SubjectClaim))
        {
            identity.AddClaim(new Claim(SubjectClaim, subject));
        }

        if (!identity.HasClaim(claim => claim.Type == ClaimTypes.NameIdentifier))
        {
            identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, subject));
        }

        return identity;
    }
}
