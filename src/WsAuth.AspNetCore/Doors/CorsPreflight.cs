using Microsoft.AspNetCore.Http;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Doors;

/// <summary>
/// A CORS preflight (Fetch standard, "CORS-preflight request") never carries a credential. Where one is refused for that, the application's
/// <c>UseCors</c> stands too late to answer it.
/// </summary>
internal static class CorsPreflight
{
    public static HandshakeDecision Explain(HttpContext context, HandshakeDecision decision) =>
        decision.Refusal is { } refusal
        && refusal.Reason == ReasonCatalogue.CredentialMissing
        && HttpMethods.IsOptions(context.Request.Method)
        && context.Request.Headers.AccessControlRequestMethod.Count > 0
            ? HandshakeDecision.Refused(
                refusal with
                {
                    Detail =
                        $"It is a CORS preflight of a page of {ClientText.Quote(context.Request.Headers.Origin.ToString())}, which carries no credential.",
                    Fix =
                        "Call app.UseCors(…) before app.UseAuthentication() and app.UseAuthorization(), with a policy that allows that origin.",
                }
            )
            : decision;
}
