using WsAuth.Reasons;

namespace WsAuth.Tokens.Jwt;

/// <summary>Examines the payload of a token whose signature is verified, by the rules of its issuer.</summary>
internal static class JwtExamination
{
    public static TokenVerdict Examine(
        ReadOnlySpan<char> segment,
        JwtHeader header,
        JwtRules rules,
        JwtSigner key,
        DateTimeOffset now
    )
    {
        // These bytes stay: claims are read from them when someone asks.
        var json = new byte[segment.Length * 3 / 4];
        StrictBase64Url.Decode(segment, json);
        var payload = default(JwtPayload);
        if (payload.Read(json, rules) is { } fault)
        {
            return key.Refuse(ReasonCatalogue.TokenContentMalformed, fault);
        }

        if (!header.HasAcceptedType)
        {
            return key.Refuse(
                ReasonCatalogue.TypeRefused,
                $"Its typ is {ClientText.Quote(header.Type)}; JWT and at+jwt are accepted here."
            );
        }

        if (payload.Expiry is not { } expiry)
        {
            return key.Refuse(ReasonCatalogue.ClaimMissing, "It has no exp; a token without an end is not accepted.");
        }

        var claims = new JwtClaims(json, payload, rules.Options);
        if (
            JwtTimes.Check(expiry, payload.NotBefore, payload.IssuedAt, now, rules.Options.ClockSkew, key) is
            { } untimely
        )
        {
            return untimely;
        }

        if (rules.Issuer is not null && !payload.IsFromIssuer)
        {
            return key.Refuse(
                ReasonCatalogue.IssuerRefused,
                $"Expected iss '{rules.ExpectedIssuer}', seen {Seen(claims, "iss")}."
            );
        }

        if (rules.ChecksAudience && !payload.IsForAudience)
        {
            return key.Refuse(
                ReasonCatalogue.AudienceRefused,
                $"Expected aud '{string.Join("' or '", JwtRules.Audiences(rules.Options))}', seen {Seen(claims, "aud")}.",
                $"Ask the issuer for a token for this service, or correct {rules.Section}:Audience."
            );
        }

        if (string.IsNullOrEmpty(payload.Subject) && rules.Options.RequireSubject)
        {
            return key.Refuse(
                ReasonCatalogue.ClaimMissing,
                $"It has no sub; a token has to name its subject, unless {rules.Section}:RequireSubject is false."
            );
        }

        return key.Accept(payload.Subject ?? "", claims, DateTimeOffset.UnixEpoch.AddTicks(expiry), rules.Options);
    }

    private static string Seen(JwtClaims claims, string name) =>
        claims.Find(name) is { } value ? ClientText.Quote(value) : "none";
}
