using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Doors;
using WsAuth.AspNetCore.Handshake;
using WsAuth.AspNetCore.Observation;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Reasons;
using WsAuth.Tokens;
using WsAuth.Tokens.Ticket;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>Answers a connection ticket to an authenticated caller: who is it, what for, issue, answer.</summary>
internal sealed partial class TicketEndpoint(
    TicketIssuer issuer,
    HandshakeDoor door,
    WsAuthSettings settings,
    SessionNotice notice,
    ILogger<TicketEndpoint> logger
)
{
    public async Task AnswerAsync(HttpContext context, string? scheme)
    {
        var (caller, refusal) = scheme is null
            ? FindCaller(context)
            : await AuthenticateAsync(context, scheme).ConfigureAwait(false);
        if (caller is null)
        {
            await RefuseAsync(context, refusal!).ConfigureAwait(false);
            return;
        }

        if (await RequestedPath.ReadAsync(context, settings.Current.Tickets.Path).ConfigureAwait(false) is not { } path)
        {
            await RefuseAsync(context, RequestedPath.Unreadable).ConfigureAwait(false);
            return;
        }

        var origin = settings.Current.Tickets.BindOrigin ? context.Request.Headers.Origin.ToString() : "";
        var issue = issuer.Issue(
            new TicketRequest
            {
                Principal = caller.Principal,
                Path = path,
                Origin = origin.Length == 0 ? null : origin,
                SessionEnd = caller.SessionEnd,
                KeyFingerprint = caller.KeyFingerprint,
            }
        );
        if (!issue.IsIssued)
        {
            await RefuseAsync(
                    context,
                    new Refusal(issue.Reason!, issue.Detail, null, issue.Key) { RetryAfter = issue.RetryAfter }
                )
                .ConfigureAwait(false);
            return;
        }

        LogIssued(
            ClientText.Quote(issue.Subject),
            ClientText.Quote(path),
            (long)issue.Lifetime.TotalSeconds,
            issue.Key!.Fingerprint,
            HandshakeObservation.Of(context).AttemptId
        );
        await WriteAsync(context, issue, new PathString(path).ToUriComponent(), notice.Find(caller.SessionEnd))
            .ConfigureAwait(false);
    }

    // The door has decided already; what came through it is proven, or it buys nothing.
    private static (Caller?, Refusal?) FindCaller(HttpContext context) =>
        context.GetHandshakeDecision() is not { } decision
            ? (null, new Refusal(ReasonCatalogue.CredentialMissing, "Nobody is authenticated."))
        : decision.Kind!.Equals(TokenKind.Ticket)
            ? (null, new Refusal(ReasonCatalogue.CredentialKindRefused, "A ticket never buys a ticket."))
        : decision.Kind.Equals(TokenKind.SharedSecret) && !decision.IsSubjectClaimed
            ? (
                null,
                new Refusal(
                    ReasonCatalogue.CredentialKindRefused,
                    $"A {decision.Kind} without an agent's name names nobody; a ticket would make somebody of all who hold it."
                )
            )
        : decision.IsSubjectClaimed
            ? (
                null,
                new Refusal(
                    ReasonCatalogue.CredentialKindRefused,
                    $"Of a {decision.Kind} the subject is claimed, not proven; a ticket would make it look proven."
                )
            )
        : (
            new Caller(
                decision.Principal,
                decision.SessionEnd,
                decision.Key?.Fingerprint ?? decision.IssuerKey?.Fingerprint
            ),
            null
        );

    private static async Task<(Caller?, Refusal?)> AuthenticateAsync(HttpContext context, string scheme)
    {
        var result = await context.AuthenticateAsync(scheme).ConfigureAwait(false);
        return result is { Succeeded: true, Principal.Identity.IsAuthenticated: true }
            ? (new Caller(result.Principal, result.Properties?.ExpiresUtc, null), null)
            : (null, new Refusal(ReasonCatalogue.CredentialMissing, $"The scheme '{scheme}' knows nobody here."));
    }

    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        // That the caller was let in is one event, that it gets no ticket another.
        var handshake = HandshakeFeature.Of(context);
        return door.RefuseAsync(
            context,
            HandshakeDecision.Refused(refusal, handshake.Decision?.Kind, handshake.Decision?.Location ?? default)
        );
    }

    private async Task WriteAsync(HttpContext context, TicketIssue issue, string path, long? sessionExpiresIn)
    {
        var target = $"{path}?ticket={issue.DangerousGetText()}";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers[WsAuthDefaults.AttemptHeader] = HandshakeObservation.Of(context).AttemptId;
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("ticket"u8, issue.DangerousGetText());
            writer.WriteNumber("expires_in"u8, (long)issue.Lifetime.TotalSeconds);
            writer.WriteString("path"u8, target);
            if (sessionExpiresIn is { } seconds)
            {
                writer.WriteNumber("session_expires_in"u8, seconds);
            }

            if (settings.Current.Tickets.PublicBase is { } publicBase)
            {
                writer.WriteString("url"u8, publicBase.TrimEnd('/') + target);
            }

            writer.WriteEndObject();
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context
            .Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted)
            .ConfigureAwait(false);
    }

    [LoggerMessage(
        2110,
        LogLevel.Information,
        "Connection ticket issued: {Subject} for {Path}, to be redeemed within {Seconds} s [attempt {AttemptId}, key {KeyFingerprint}]",
        EventName = "TicketIssued"
    )]
    private partial void LogIssued(string subject, string path, long seconds, string keyFingerprint, string attemptId);

    private sealed record Caller(ClaimsPrincipal Principal, DateTimeOffset? SessionEnd, string? KeyFingerprint);
}
