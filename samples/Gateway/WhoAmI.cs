namespace Gateway;

/// <summary>The caller, as REST under the same scheme sees it.</summary>
internal static class WhoAmI
{
    public static IResult Describe(HttpContext context)
    {
        var decision = context.GetHandshakeDecision()!;
        return Results.Json(
            new
            {
                subject = decision.Subject,
                name = context.User.Identity?.Name,
                kind = decision.Kind?.Name,
                sessionEnd = decision.SessionEnd,
                requestedSessionId = decision.RequestedSessionId,
                key = decision.Key?.Fingerprint,
                source = decision.Key?.Source,
                claims = context.User.Claims.Select(claim => new { claim.Type, claim.Value }),
            }
        );
    }
}
