using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using WsAuth.Credentials;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>
/// Overwrites a credential in the URL and in the offered sub-protocols as all later code sees it, so that no handler, middleware or log line behind the
/// door can pass it on. The parameter stays, since a handler may be bound to it.
/// </summary>
internal static class CredentialRedaction
{
    private const string AccessToken = "access_token";
    private const string Ticket = "ticket";
    internal const string Replacement = "redacted";

    /// <summary>Overwrites each credential among the offered sub-protocols.</summary>
    public static void ApplyToSubProtocols(HttpContext context)
    {
        var offered = context.Request.Headers.SecWebSocketProtocol;
        if (OfferedSubProtocols.AnyCredential(offered))
        {
            context.Request.Headers.SecWebSocketProtocol = new StringValues([
                .. offered.Select(value => OfferedSubProtocols.Redact(value, Replacement) ?? value),
            ]);
        }
    }

    /// <summary>Overwrites what may be a credential here.</summary>
    /// <param name="context">The request.</param>
    /// <param name="redactsTokens">Whether <c>access_token</c> carries credentials in this application.</param>
    /// <param name="redactsTickets">Whether <c>ticket</c> does at this endpoint; at others only what looks like one is overwritten, since
    /// an application may have tickets of another sort.</param>
    public static void ApplyToQuery(HttpContext context, bool redactsTokens, bool redactsTickets)
    {
        if (Redact(context.Request.QueryString.Value, redactsTokens, redactsTickets) is { } query)
        {
            context.Request.QueryString = new QueryString(query);
        }

        if (
            context.Features.Get<IHttpRequestFeature>() is { } request
            && Redact(request.RawTarget, redactsTokens, redactsTickets) is { } target
        )
        {
            request.RawTarget = target;
        }
    }

    /// <summary>The text with every such value replaced; null where there is none.</summary>
    internal static string? Redact(string? text, bool redactsTokens = true, bool redactsTickets = false)
    {
        if (text is null)
        {
            return null;
        }

        var query = text.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
        {
            return null;
        }

        var pairs = text[(query + 1)..].Split('&');
        var isChanged = false;
        for (var i = 0; i < pairs.Length; i++)
        {
            var equals = pairs[i].IndexOf('=', StringComparison.Ordinal);

            if (
                equals > 0
                && HoldsCredential(Decode(pairs[i][..equals]), pairs[i][(equals + 1)..], redactsTokens, redactsTickets)
            )
            {
                pairs[i] = $"{pairs[i][..equals]}={Replacement}";
                isChanged = true;
            }
        }

        return isChanged ? $"{text[..(query + 1)]}{string.Join('&', pairs)}" : null;
    }

    // The framework decodes names too and knows no letter case: 'Access%5Ftoken' is the same parameter to it.
    private static bool HoldsCredential(string name, string value, bool redactsTokens, bool redactsTickets) =>
        name.Equals(AccessToken, StringComparison.OrdinalIgnoreCase)
            ? redactsTokens
            : name.Equals(Ticket, StringComparison.OrdinalIgnoreCase)
                && (
                    redactsTickets
                    || CredentialShapes.Of(Decode(value)) is CredentialShape.Ticket or CredentialShape.Jwt
                );

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
