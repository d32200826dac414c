using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>
/// Answers a refusal over HTTP, instead of the upgrade: status, challenge (RFC 6750 §3), reason and attempt headers, problem details
/// (RFC 9457). An anonymous caller learns the class; within a class every answer is the same in status, headers and size.
/// </summary>
internal sealed class RefusalWriter(
    WsAuthSettings settings,
    HelpAddress help,
    IHostEnvironment environment,
    TimeProvider clock
)
{
    private const string RetryAfter = "5";

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
        headers.Date = clock.GetUtcNow().ToString("R");
        if (reason.Status == StatusCodes.Status401Unauthorized)
        {
            headers.WWWAuthenticate = Challenge(reason);
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

        var body = Describe(context, refusal, attemptId);
        response.ContentType = "application/problem+json";
        response.ContentLength = body.WrittenCount;
        if (isOneOfSeveral && IsServersOwnBody(context))
        {
            // Not flushed: an answer that has begun would make the next scheme's challenge throw.
            response.BodyWriter.Write(body.WrittenSpan);
            return;
        }

        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
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

    private ArrayBufferWriter<byte> Describe(HttpContext context, Refusal refusal, string attemptId)
    {
        var reason = refusal.Reason;
        var isFull =
            (settings.Current.RefusalDetail ?? (environment.IsDevelopment() ? RefusalDetail.Full : RefusalDetail.Class))
            == RefusalDetail.Full;
        var shown = isFull ? reason.Code : reason.WireClass;
        var body = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(body);
        writer.WriteStartObject();
        writer.WriteString("type"u8, help.Of(context, shown));
        writer.WriteString("title"u8, isFull ? reason.Explanation : WireClasses.Describe(reason));
        writer.WriteNumber("status"u8, reason.Status);
        writer.WriteString("reason"u8, reason.WireClass);
        writer.WriteString("attempt"u8, attemptId);
        if (isFull)
        {
            writer.WriteString("code"u8, reason.Code);
            writer.WriteString("detail"u8, refusal.Explanation);
            writer.WriteString("fix"u8, refusal.EffectiveFix);
        }

        writer.WriteEndObject();
        writer.Flush();
        return body;
    }
}
