using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>The path that a ticket is asked for: named in the query or in a JSON body, else the configured one; always with the application's base.</summary>
internal static class RequestedPath
{
    private const int LongestBody = 4096;
    private const string Name = "path";

    /// <summary>The refusal where a body is none that can be read.</summary>
    public static Refusal Unreadable { get; } =
        new(
            ReasonCatalogue.TicketPathRefused,
            $"The body is no JSON object that holds one text named {Name} and nothing else, or is longer than {LongestBody} bytes, or query and body name two paths.",
            """Send {"path":"/ws"}, or no body."""
        );

    /// <summary>Reads it; null where it cannot be read.</summary>
    public static async ValueTask<string?> ReadAsync(HttpContext context, string usual)
    {
        var (isReadable, inBody) = await ReadBodyAsync(context).ConfigureAwait(false);
        var inQuery = context.Request.Query[Name];
        if (!isReadable || inQuery.Count > 1 || (inQuery.Count == 1 && inBody is not null && inBody != inQuery[0]))
        {
            return null;
        }

        var pathBase = context.Request.PathBase;
        var path = inBody ?? (inQuery.Count == 1 ? inQuery[0] : null);
        return path is null ? pathBase.Value + usual
            : !pathBase.HasValue || path.Length == 0 || path[0] != '/' ? path
            // What the configuration names is below the base; a caller may have written the base itself.
            : new PathString(path).StartsWithSegments(pathBase, StringComparison.Ordinal) ? path
            : pathBase.Value + path;
    }

    private static async Task<(bool IsReadable, string? Path)> ReadBodyAsync(HttpContext context)
    {
        var buffer = new byte[LongestBody + 1];
        var length = 0;
        int read;
        while (
            length < buffer.Length
            && (
                read = await context
                    .Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted)
                    .ConfigureAwait(false)
            ) > 0
        )
        {
            length += read;
        }

        if (length == 0)
        {
            return (true, null);
        }

        if (length > LongestBody)
        {
            return (false, null);
        }

        try
        {
            using var body = JsonDocument.Parse(
                buffer.AsMemory(0, length),
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 }
            );
            if (body.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (false, null);
            }

            // A member that nobody reads would be a ticket for another path than the one that was meant.
            var members = body.RootElement.EnumerateObject().ToList();
            return members.Count == 0 ? (true, null)
                : members.Count == 1
                && members[0].Name.Equals(Name, StringComparison.OrdinalIgnoreCase)
                && members[0].Value.ValueKind == JsonValueKind.String
                    ? (true, members[0].Value.GetString())
                : (false, null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return (false, null);
        }
    }
}
