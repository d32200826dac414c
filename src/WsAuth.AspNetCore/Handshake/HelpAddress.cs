using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using WsAuth.Options;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>
/// Where the page about a reason is, for the <c>type</c> of problem details (RFC 9457 §3.1.1): below <c>WsAuth:HelpBase</c>, else where this
/// application serves it, else nowhere, and then it is a name.
/// </summary>
internal sealed class HelpAddress(WsAuthSettings settings)
{
    private volatile string? _folder;

    /// <summary>Where this application serves the pages; null where it does not.</summary>
    public string? Folder => _folder;

    /// <summary>Learns the route by which the pages are served, with its one parameter at the end.</summary>
    public void Serve(RoutePattern pattern)
    {
        // Below a group with parameters of its own the address depends on the request: there it stays a name.
        if (pattern.Parameters.Count == 1 && pattern.RawText is { } text)
        {
            _folder ??= $"/{text.TrimStart('/')[..^$"{{{pattern.Parameters[0].Name}}}".Length]}";
        }
    }

    /// <summary>The address, or the name, of a code or a wire class.</summary>
    public string Of(HttpContext context, string name) =>
        settings.Current.HelpBase is { } help ? $"{help.AbsoluteUri}{name}"
        : _folder is { } folder && ReasonCatalogue.HasHelpPage(name)
            ? context.Request.PathBase.Add(folder + name).ToUriComponent()
        : $"urn:wsauth:reason:{name}";
}
