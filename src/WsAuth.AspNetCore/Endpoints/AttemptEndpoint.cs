using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Observation;
using WsAuth.AspNetCore.Registration;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>
/// Tells whoever holds an attempt id what became of the attempt: the class, as the handshake's own answer did, or everything to operators. It
/// is what a browser asks that saw nothing but 1006.
/// </summary>
internal sealed class AttemptEndpoint(
    HandshakeJournal journal,
    AttemptAnswer answers,
    OperatorGate operators,
    OriginGate origins,
    QuestionLimit limit
)
{
    private const string Name = "id";

    // One answer for whatever is not remembered. A client may ask a moment before its handshake is written down: it may ask again.
    private static readonly byte[] Unknown =
        """{"type":"about:blank","title":"Nothing is known of this attempt.","status":404,"detail":"It is not remembered, or not yet: an attempt is 32 lower-case hexadecimal digits and is kept for some minutes."}"""u8.ToArray();

    private static readonly byte[] Foreign =
        """{"type":"about:blank","title":"Pages of this origin may not ask.","status":403,"detail":"The origin is not on the server's list, WsAuth:Origins."}"""u8.ToArray();

    private static readonly byte[] TooMany =
        """{"type":"about:blank","title":"Too many questions.","status":429,"detail":"Ask again when Retry-After has passed."}"""u8.ToArray();

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options];

    // Catches everything below, so that what is no id has the same answer as an id that nobody knows.
    public void Map(IEndpointRouteBuilder endpoints, WsAuthDiagnosticsOptions options) =>
        endpoints
            .MapMethods($"/attempts/{{**{Name}}}", Methods, context => AnswerAsync(context, options))
            .AllowAnonymous()
            .WithDisplayName("WsAuth attempt");

    private async Task AnswerAsync(HttpContext context, WsAuthDiagnosticsOptions options)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.Append("Vary", "Origin");
        if (!origins.Allows(context))
        {
            await WriteProblemAsync(context, StatusCodes.Status403Forbidden, Foreign).ConfigureAwait(false);
            return;
        }

        if (context.Request.Headers.Origin is [{ } origin])
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlExposeHeaders = "Retry-After";
        }

        if (HttpMethods.IsOptions(context.Request.Method))
        {
            AnswerPreflight(context);
            return;
        }

        if (!limit.MayAsk(RemoteNetwork.Of(context.Connection.RemoteIpAddress), out var retryAfter))
        {
            headers.RetryAfter = ((long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await WriteProblemAsync(context, StatusCodes.Status429TooManyRequests, TooMany).ConfigureAwait(false);
            return;
        }

        // Before it is known whether there is anything to show, so that what authentication adds to the answer tells nothing.
        var isOperator = await operators.MayPassAsync(context, options.OperatorPolicy).ConfigureAwait(false);
        if (journal.Find(context.GetRouteValue(Name) as string) is not { } entry)
        {
            headers.RetryAfter = "1";
            await WriteProblemAsync(context, StatusCodes.Status404NotFound, Unknown).ConfigureAwait(false);
            return;
        }

        var body = isOperator ? answers.DescribeFully(context, entry) : answers.DescribeClass(context, entry);
        await WriteAsync(context, body, "application/json").ConfigureAwait(false);
    }

    // The Fetch standard, §3.2: credentials and headers of the page's own are not allowed.
    private static void AnswerPreflight(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.Allow = "GET, HEAD, OPTIONS";
        if (context.Response.Headers.AccessControlAllowOrigin.Count > 0)
        {
            context.Response.Headers.AccessControlAllowMethods = "GET, HEAD";
            context.Response.Headers.AccessControlMaxAge = "600";
        }
    }

    private static Task WriteProblemAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, body, "application/problem+json");
    }

    private static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
