using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
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
    CrossOriginGate pages,
    QuestionLimit limit
)
{
    private const string Name = "id";

    // One answer for whatever is not remembered. A client may ask a moment before its handshake is written down: it may ask again.
    private static readonly byte[] Unknown =
        """{"type":"about:blank","title":"Nothing is known of this attempt.","status":404,"detail":"It is not remembered, or not yet: an attempt is 32 lower-case hexadecimal digits and is kept for some minutes."}"""u8.ToArray();

    private static readonly byte[] TooMany =
        """{"type":"about:blank","title":"Too many questions.","status":429,"detail":"Ask again when Retry-After has passed."}"""u8.ToArray();

    private static readonly CrossOriginRules Rules = new("GET, HEAD", "Retry-After");

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options];

    // Catches everything below, so that what is no id has the same answer as an id that nobody knows.
    public void Map(IEndpointRouteBuilder endpoints, WsAuthDiagnosticsOptions options) =>
        endpoints
            .MapMethods($"/attempts/{{**{Name}}}", Methods, context => AnswerAsync(context, options))
            .AllowAnonymous()
            .WithDisplayName("WsAuth attempt");

    private async Task AnswerAsync(HttpContext context, WsAuthDiagnosticsOptions options)
    {
        if (!await pages.MayPassAsync(context, Rules).ConfigureAwait(false))
        {
            return;
        }

        var headers = context.Response.Headers;
        if (!limit.MayAsk(RemoteNetwork.Of(context.Connection.RemoteIpAddress), out var retryAfter))
        {
            headers.RetryAfter = ((long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await EndpointAnswer
                .WriteProblemAsync(context, StatusCodes.Status429TooManyRequests, TooMany)
                .ConfigureAwait(false);
            return;
        }

        // Before it is known whether there is anything to show, so that what authentication adds to the answer tells nothing.
        var isOperator = await operators.MayPassAsync(context, options.OperatorPolicy).ConfigureAwait(false);
        if (journal.Find(context.GetRouteValue(Name) as string) is not { } entry)
        {
            headers.RetryAfter = "1";
            await EndpointAnswer
                .WriteProblemAsync(context, StatusCodes.Status404NotFound, Unknown)
                .ConfigureAwait(false);
            return;
        }

        var body = isOperator ? answers.DescribeFully(context, entry) : answers.DescribeClass(context, entry);
        await EndpointAnswer.WriteAsync(context, body, EndpointAnswer.Json).ConfigureAwait(false);
    }
}
