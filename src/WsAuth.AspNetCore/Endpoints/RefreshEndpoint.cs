using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Handshake;
using WsAuth.Credentials;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>
/// Prolongs the open socket that the client names by the attempt id that it chose for its handshake, by the new credential in the <c>Authorization</c>
/// header. The id finds the socket, the credential alone decides.
/// </summary>
internal sealed class RefreshEndpoint(
    ConnectionRegistry registry,
    ConnectionRefresh refresh,
    RefusalWriter refusals,
    CrossOriginGate pages,
    TimeProvider clock
)
{
    private const string Name = "id";

    // One answer for whatever is not open.
    private static readonly byte[] Unknown =
        """{"type":"about:blank","title":"No open socket has this name.","status":404,"detail":"A socket is named by the attempt id that its client chose for the handshake, 32 lower-case hexadecimal digits. It may have ended: connect anew."}"""u8.ToArray();

    // The credential is a header of the page's own.
    private static readonly CrossOriginRules Rules = new(
        "POST",
        $"{WsAuthDefaults.ReasonHeader}, {WsAuthDefaults.AttemptHeader}, Retry-After",
        $"Authorization, {HandshakeRequest.AgentIdHeader}"
    );

    private static readonly string[] Methods = [HttpMethods.Post, HttpMethods.Options];

    public IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapMethods($"/connections/{{{Name}}}/refresh", Methods, AnswerAsync)
            .AllowAnonymous()
            .WithDisplayName("WsAuth connection refresh");

    private async Task AnswerAsync(HttpContext context)
    {
        if (!await pages.MayPassAsync(context, Rules).ConfigureAwait(false))
        {
            return;
        }

        var attempt = RefreshAttempt.Of(context);
        if (
            await registry
                .FindChosenAsync(context.GetRouteValue(Name) as string, clock, context.RequestAborted)
                .ConfigureAwait(false)
                is not { } connection
            || await refresh.RefreshAsync(connection, attempt, context.RequestAborted).ConfigureAwait(false)
                is not { } decision
        )
        {
            await EndpointAnswer
                .WriteProblemAsync(context, StatusCodes.Status404NotFound, Unknown)
                .ConfigureAwait(false);
            return;
        }

        if (decision.Refusal is { } refusal)
        {
            await refusals.WriteAsync(context, refusal, attempt.AttemptId, isOneOfSeveral: false).ConfigureAwait(false);
            return;
        }

        context.Response.Headers[WsAuthDefaults.AttemptHeader] = attempt.AttemptId;

        await EndpointAnswer.WriteAsync(context, Describe(decision), EndpointAnswer.Json).ConfigureAwait(false);
    }

    private byte[] Describe(HandshakeDecision decision)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            if (decision.SessionEnd is { } end)
            {
                writer.WriteString("session_end"u8, end.UtcDateTime);
                writer.WriteNumber("expires_in"u8, (long)Math.Max(0, (end - clock.GetUtcNow()).TotalSeconds));
            }
            else
            {
                writer.WriteNull("session_end"u8);
                writer.WriteNull("expires_in"u8);
            }

            writer.WriteEndObject();
        }

        return body.ToArray();
    }
}
