using WsAuth.KeySets;
using WsAuth.Reasons;
using WsAuth.Secrets;

namespace WsAuth.Tokens.Jwt;

/// <summary>The key that verified a token: a value of the own secret, or a public key of an issuer.</summary>
internal readonly record struct JwtSigner(SecretKey? Secret, IssuerKey? Issuer)
{
    public static implicit operator JwtSigner(SecretKey key) => new(key, null);

    public static implicit operator JwtSigner(IssuerKey key) => new(null, key);

    /// <summary>A refusal under this key.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="detail">What is particular to this one.</param>
    /// <param name="issuersFix">What to change where the key is an issuer's; the reason's own fix is about the own service's settings.</param>
    public TokenVerdict Refuse(Reason reason, string detail, string? issuersFix = null) =>
        Issuer is null
            ? TokenVerdict.Refused(reason, detail, Secret)
            : TokenVerdict.RefusedUnder(Issuer, reason, detail, issuersFix);

    public TokenVerdict Accept(string subject, JwtClaims claims, DateTimeOffset sessionEnd, JwtClaimOptions options)
    {
        if (Issuer is null)
        {
            Secret!.CountAccepted();
            return TokenVerdict.AcceptedUnder(Secret, subject, claims, sessionEnd, options.ClockSkew);
        }

        Issuer.CountAccepted();
        return TokenVerdict.AcceptedUnder(Issuer, subject, claims, sessionEnd, options.ClockSkew, options.TenantClaim);
    }
}
