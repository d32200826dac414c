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
    private const string Parameter = "access_token";
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

    /// <summary>Overwrites the value of each query parameter that may carry a credential.</summary>
    public static void ApplyToQuery(HttpContext context)
    {
        if (Redact(context.Request.QueryString.Value) is { } query)
        {
            context.Request.QueryString = new QueryString(query);
        }

        if (context.Features.Get<IHttpRequestFeature>() is { } request && Redact(request.RawTarget) is { } target)
        {
            request.RawTarget = target;
        }
    }

    /// <summary>The text with every value of the parameter replaced; null where there is none.</summary>
    internal static string? Redact(string? text)
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

            // The framework decodes names too and knows no letter case: 'Access%5Ftoken' is the same parameter to it.
            if (
                equals > 0
                && Uri.UnescapeDataString(pairs[i][..equals].Replace('+', ' '))
                    .Equals(Parameter, StringComparison.OrdinalIgnoreCase)
            )
            {
                pairs[i] = $"{pairs[i][..equals]}={Replacement}";
                isChanged = true;
            }
        }

        return isChanged ? $"{text[..(query + 1)]}{string.Join('&', pairs)}" : null;
    }
}
