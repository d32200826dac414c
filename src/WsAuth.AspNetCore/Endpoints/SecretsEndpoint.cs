using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using WsAuth.AspNetCore.Registration;
using WsAuth.KeySets;
using WsAuth.Secrets;
using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>
/// Shows operators how the secrets of this server were resolved, as the log does: names, states, lengths and fingerprints, never a value. Two sides that
/// compare fingerprints know whether they hold the same secret. To anybody else there is no such path.
/// </summary>
internal sealed class SecretsEndpoint(
    SecretResolver secrets,
    JwtIssuerDirectory issuers,
    RequiredKinds required,
    OperatorGate operators
)
{
    private const string Text = "text/plain";

    // Every method is mapped: a 405 would say that there is something.
    public void Map(IEndpointRouteBuilder endpoints, WsAuthDiagnosticsOptions options) =>
        endpoints
            .Map("/secrets", context => AnswerAsync(context, options))
            .AllowAnonymous()
            .WithDisplayName("WsAuth secrets");

    private async Task AnswerAsync(HttpContext context, WsAuthDiagnosticsOptions options)
    {
        var method = context.Request.Method;
        if (
            !(HttpMethods.IsHead(method) || HttpMethods.IsGet(method))
            || !await operators.MayPassAsync(context, options.OperatorPolicy).ConfigureAwait(false)
        )
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var report = secrets.Report();
        IReadOnlyList<KeySetReport> keySets = required.Accepts(TokenKind.Jwt) ? issuers.Report() : [];
        var isText = PrefersText(context.Request);
        var body = isText
            ? Encoding.UTF8.GetBytes(SecretsText.Write(report, keySets))
            : SecretsJson.Write(report, keySets);
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.Append("Vary", "Accept");
        await EndpointAnswer
            .WriteAsync(context, body, isText ? $"{Text}; charset=utf-8" : EndpointAnswer.Json)
            .ConfigureAwait(false);
    }

    // RFC 9110 §12.5.1; what is equal to the caller, or cannot be read, is answered as JSON.
    private static bool PrefersText(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && QualityOf(accepted, Text) > QualityOf(accepted, EndpointAnswer.Json);

    private static double QualityOf(IList<MediaTypeHeaderValue> accepted, string type)
    {
        var offered = new MediaTypeHeaderValue(type);
        return accepted
            .Where(range => offered.IsSubsetOf(range))
            .OrderBy(range =>
                range.MatchesAllTypes ? 2
                : range.MatchesAllSubTypes ? 1
                : 0
            )
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
    }
}
