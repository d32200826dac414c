using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>
/// Answers a refusal over HTTP, instead of the upgrade: status, challenge (RFC 6750 §3), reason and attempt headers, problem details
/// (RFC 9457). An anonymous caller learns the class; within a class every answer is the same in status, headers and size.
/// </summary>
internal sealed class RefusalWriter(WsAuthSettings settings, IHostEnvironment environment, TimeProvider clock)
{
    private const string RetryAfter = "5";

    public async Task WriteAsync(HttpContext context, Refusal refusal, string attemptId)
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
            headers.RetryAfter = RetryAfter;
        }

        var body = Describe(refusal, attemptId);
        response.ContentType = "application/problem+json";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    // RFC 6750 §3.1: who sent no credential is told no error.
    private static string Challenge(Reason reason) =>
        reason == ReasonCatalogue.CredentialMissing || reason == ReasonCatalogue.CredentialMisplaced
            ? "Bearer"
            : $"Bearer error=\"invalid_token\", error_description=\"{WireClasses.Describe(reason)}\"";

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

    private ArrayBufferWriter<byte> Describe(Refusal refusal, string attemptId)
    {
        var reason = refusal.Reason;
        var isFull =
            (settings.Current.RefusalDetail ?? (environment.IsDevelopment() ? RefusalDetail.Full : RefusalDetail.Class))
            == RefusalDetail.Full;
        var shown = isFull ? reason.Code : reason.WireClass;
        var body = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(body);
        writer.WriteStartObject();
        writer.WriteString(
            "type"u8,
            settings.Current.HelpBase is { } help ? $"{help.AbsoluteUri}{shown}" : $"urn:wsauth:reason:{shown}"
        );
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
