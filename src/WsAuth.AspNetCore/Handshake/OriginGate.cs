using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WsAuth.Handshake;
using WsAuth.Options;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>
/// Looks at the <c>Origin</c> of a handshake (RFC 6455 §10.2), before anything costly is done for it. Browsers send one always and
/// let no page change it; without one there is no page whose user could be abused.
/// </summary>
internal sealed class OriginGate(WsAuthSettings settings)
{
    private ParsedList? _configured;

    /// <summary>Why this origin may not connect; null where it may, or where there is none.</summary>
    public Refusal? FindFault(HttpContext context, HandshakeRequirements requirements)
    {
        var values = context.Request.Headers.Origin;
        if (values.Count == 0)
        {
            return null;
        }

        var options = settings.Current;
        if (options.DangerousAllowAnyOrigin && requirements.Origins is null)
        {
            return null;
        }

        var origin = values.Count == 1 ? values[0] ?? "" : "";
        var list = requirements.Origins ?? Configured(options);
        if (list is not null ? list.Contains(origin) : IsOwn(context.Request, origin))
        {
            return null;
        }

        var setting = requirements.Origins is null ? "WsAuth:Origins" : "the Origins of the endpoint's RequireWsAuth";
        return values.Count > 1 ? OriginRefusal.OfSeveral(values.Count)
            : origin == "null" ? OriginRefusal.OfNobody()
            : list is not null ? OriginRefusal.NotListed(origin, setting)
            : OriginRefusal.NotOwn(
                context.Request.Headers,
                origin,
                OwnOrigin(context.Request.Scheme, HostOf(context.Request)),
                ForwardedOrigin(context.Request, HostOf(context.Request))
            );
    }

    /// <summary>Whether pages of the request's origin may connect by the application's own settings; true where it has no origin.</summary>
    public bool Allows(HttpContext context) => FindFault(context, HandshakeRequirements.JwtInHeader) is null;

    private static bool IsOwn(HttpRequest request, string origin) =>
        HostOf(request) is { HasValue: true } host
        && (
            origin.Equals(OwnOrigin(request.Scheme, host), StringComparison.OrdinalIgnoreCase)
            || (ForwardedOrigin(request, host) is { } own && origin.Equals(own, StringComparison.OrdinalIgnoreCase))
        );

    // In the xn-- form that browsers write an Origin in too. HttpRequest.Host decodes that, and throws where it cannot.
    private static HostString HostOf(HttpRequest request) => new(request.Headers.Host.ToString());

    // As a proxy says, whoever it is: authentication may run before the application's UseForwardedHeaders. No trust is needed here,
    // since what this check defends against is a page, and no page can add a header to its handshake.
    private static string? ForwardedOrigin(HttpRequest request, HostString seen)
    {
        var scheme = First(request.Headers["X-Forwarded-Proto"]);
        var host = First(request.Headers["X-Forwarded-Host"]);
        return scheme is null && host is null
            ? null
            : OwnOrigin(scheme ?? request.Scheme, host is null ? seen : new HostString(host));
    }

    private static string? First(StringValues values) =>
        values.Count > 0 && values[0]?.Split(',')[0].Trim() is { Length: > 0 } first ? first : null;

    // A port that is the scheme's own is not written.
    private static string OwnOrigin(string scheme, HostString host)
    {
        var isDefaultPort =
            host.Port is null
            || (host.Port == 80 && scheme.Equals("http", StringComparison.OrdinalIgnoreCase))
            || (host.Port == 443 && scheme.Equals("https", StringComparison.OrdinalIgnoreCase));
        return $"{scheme}://{(isDefaultPort ? host.Host : host.Value)}";
    }

    private AllowedOrigins? Configured(WsAuthOptions options)
    {
        if (options.Origins is not { } text)
        {
            return null;
        }

        var parsed = _configured;
        if (parsed is null || !ReferenceEquals(parsed.Text, text))
        {
            _configured = parsed = new ParsedList(text, AllowedOrigins.Parse(text, "WsAuth:Origins", []));
        }

        return parsed.List;
    }

    private sealed record ParsedList(string Text, AllowedOrigins List);
}
