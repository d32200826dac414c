using Microsoft.AspNetCore.Http;
using WsAuth.AspNetCore.Handshake;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>Lets pages of the allowed origins ask an endpoint of ours, and answers their preflights. What is answered there is kept by nobody.</summary>
internal sealed class CrossOriginGate(OriginGate origins)
{
    private static readonly byte[] Foreign =
        """{"type":"about:blank","title":"Pages of this origin may not ask.","status":403,"detail":"The origin is not on the server's list, WsAuth:Origins."}"""u8.ToArray();

    /// <summary>Whether the request goes on to the endpoint; otherwise it is answered.</summary>
    public async ValueTask<bool> MayPassAsync(HttpContext context, CrossOriginRules rules)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.Append("Vary", "Origin");
        if (!origins.Allows(context))
        {
            await EndpointAnswer
                .WriteProblemAsync(context, StatusCodes.Status403Forbidden, Foreign)
                .ConfigureAwait(false);
            return false;
        }

        if (context.Request.Headers.Origin is [{ } origin])
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlExposeHeaders = rules.ExposedHeaders;
        }

        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            return true;
        }

        AnswerPreflight(context.Response, rules);
        return false;
    }

    private static void AnswerPreflight(HttpResponse response, CrossOriginRules rules)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.Allow = $"{rules.Methods}, OPTIONS";
        if (response.Headers.AccessControlAllowOrigin.Count == 0)
        {
            return;
        }

        response.Headers.AccessControlAllowMethods = rules.Methods;
        response.Headers.AccessControlMaxAge = "600";
        if (rules.AllowedHeaders is { } allowed)
        {
            response.Headers.AccessControlAllowHeaders = allowed;
        }
    }
}
