using Microsoft.AspNetCore.Http;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>Writes the answers of our own endpoints: type, length, and the body but to HEAD (RFC 9110 §9.3.2).</summary>
internal static class EndpointAnswer
{
    public const string Json = "application/json";

    /// <summary>A problem document (RFC 9457).</summary>
    public static Task WriteProblemAsync(HttpContext context, int status, ReadOnlyMemory<byte> document)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, document, "application/problem+json");
    }

    public static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
