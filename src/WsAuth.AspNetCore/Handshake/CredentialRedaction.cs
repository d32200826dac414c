using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>
/// Overwrites a credential in the URL as all later code sees it, so that no handler, middleware or log line behind the
/// door can pass it on. The parameter stays, since a handler may be bound to it.
/// </summary>
internal static class CredentialRedaction
{
    private const string Parameter = "access_token";
    private const string Replacement = "redacted";

    public static void Apply(HttpContext context)
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
