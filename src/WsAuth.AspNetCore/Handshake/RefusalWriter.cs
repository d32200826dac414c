using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>
/// Answers a refusal over HTTP, instead of the upgrade: status, challenge (RFC 6750 §3), reason and attempt headers, problem details
/// (RFC 9457). An anonymous caller learns the class; within a class every answer is the same in status, headers and size.
/// </summary>
internal sealed class RefusalWriter(RefusalBody bodies, TimeProvider clock)
{
    private const string RetryAfter = "5";

    private static readonly FrozenDictionary<Reason, string> Challenges = ReasonCatalogue
        .All.Where(reason => reason.Status == StatusCodes.Status401Unauthorized)
        .ToFrozenDictionary(reason => reason, Challenge);

    private DateHeader _date = new(0, "");

    /// <param name="context">The request.</param>
    /// <param name="refusal">The refusal.</param>
    /// <param name="attemptId">Under which the log has the exact reason.</param>
    /// <param name="isOneOfSeveral">Whether other schemes of the same policy may yet add to this answer.</param>
    public async Task WriteAsync(HttpContext context, Refusal refusal, string attemptId, bool isOneOfSeveral)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            return;
        }

        var reason = refusal.Reason;
        response.StatusCode = reason.Status;
        var headers = response.Headers;
        headers[WsAuthDefaults.ReasonHeader] = reason.WireClass;
        headers[WsAuthDefaults.AttemptHeader] = attemptId;
        headers.CacheControl = "no-store";
        headers.Date = DateNow();
        if (reason.Status == StatusCodes.Status401Unauthorized)
        {
            headers.WWWAuthenticate = Challenges.TryGetValue(reason, out var made) ? made : Challenge(reason);
        }
        else if (reason.Status == StatusCodes.Status426UpgradeRequired)
        {
            AddUpgradeHeaders(context);
        }
        else if (reason.Status == StatusCodes.Status429TooManyRequests)
        {
            headers.RetryAfter = refusal.RetryAfter is { } wait
                ? Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture)
                : RetryAfter;
        }

        var body = bodies.Write(context, refusal, attemptId);
        response.ContentType = "application/problem+json";
        response.ContentLength = body.Length;
        if (isOneOfSeveral && IsServersOwnBody(context))
        {
            // Not flushed: an answer that has begun would make the next scheme's challenge throw.
            response.BodyWriter.Write(body);
            return;
        }

        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    // Written once a second, as the server does it with its own.
    private string DateNow()
    {
        var now = clock.GetUtcNow();
        var date = _date;
        return date.Second == now.ToUnixTimeSeconds()
            ? date.Text
            : (_date = new DateHeader(now.ToUnixTimeSeconds(), now.ToString("R"))).Text;
    }

    // Kestrel sends what was written when the request ends; a body that a middleware put in between need not.
    private static bool IsServersOwnBody(HttpContext context) =>
        ReferenceEquals(context.Features.Get<IHttpResponseBodyFeature>(), context.Features.Get<IHttpResponseFeature>());

    // RFC 6750 §3.1: who sent no credential is told no error.
    private static string Challenge(Reason reason) =>
        reason == ReasonCatalogue.CredentialMissing || reason == ReasonCatalogue.CredentialMisplaced
            ? "Bearer"
            : $"Bearer error=\"invalid_token\", error_description=\"{InHeader(WireClasses.Describe(reason))}\"";

    // RFC 6750 §3: printable ASCII without quotes and backslashes; an application's own explanation may hold anything.
    private static string InHeader(string text) =>
        text.AsSpan().ContainsAnyExceptInRange(' ', '~') || text.AsSpan().ContainsAny('"', '\\')
            ? string.Concat(text.Select(c => c is >= ' ' and <= '~' and not ('"' or '\\') ? c : '?'))
            : text;

    // RFC 9110 §15.5.22; HTTP/2 knows neither of the two hop-by-hop headers.
    private static void AddUpgradeHeaders(HttpContext context)
    {
        context.Response.Headers.SecWebSocketVersion = "13";
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "Upgrade";
            context.Response.Headers.Upgrade = "websocket";
        }
    }

    private sealed record DateHeader(long Second, string Text);
}
