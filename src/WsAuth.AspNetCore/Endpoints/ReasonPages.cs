using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WsAuth.AspNetCore.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>
/// Serves the help pages of the reasons to anyone: they hold nothing of this application, and who was refused is the one who needs them.
/// </summary>
internal static partial class ReasonPages
{
    private const string Name = "code";
    private const string Suffix = ".md";

    private static readonly byte[] Unknown =
        """{"type":"about:blank","title":"There is no reason of this name.","status":404,"detail":"The path without its last part lists every reason, as docs/reasons.md does. A reason of the application's own has no page here."}"""u8.ToArray();

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder endpoints, HelpAddress address)
    {
        endpoints
            .MapMethods("/reasons", Methods, context => WriteAsync(context, ReasonCatalogue.ReadHelpTable()))
            .AllowAnonymous()
            .WithDisplayName("WsAuth reasons");
        endpoints
            .MapMethods($"/reasons/{{{Name}}}", Methods, AnswerAsync)
            .AllowAnonymous()
            .WithDisplayName("WsAuth reason")
            .Add(endpoint => address.Serve(((RouteEndpointBuilder)endpoint).RoutePattern));
    }

    private static Task AnswerAsync(HttpContext context)
    {
        // The pages name each other by their files.
        var name = (string)context.GetRouteValue(Name)!;
        name = name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
        return ReasonCatalogue.ReadHelpPage(name) is { } page
            ? WriteAsync(context, Links().Replace(page, WithoutLink))
            : WriteUnknownAsync(context);
    }

    // The pages name each other, which are served; what else they name stands beside them in the repository, and not here.
    private static string WithoutLink(Match link) =>
        $"{link.Groups["text"].Value} (docs/{link.Groups["file"].Value} of the project)";

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\(\.\./(?<file>[^)]+)\)")]
    private static partial Regex Links();

    private static Task WriteAsync(HttpContext context, string page)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=3600";
        headers.XContentTypeOptions = "nosniff";
        return EndpointAnswer.WriteAsync(context, Encoding.UTF8.GetBytes(page), "text/markdown; charset=utf-8");
    }

    private static Task WriteUnknownAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return EndpointAnswer.WriteProblemAsync(context, StatusCodes.Status404NotFound, Unknown);
    }
}
