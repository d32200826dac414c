using Microsoft.AspNetCore.Http;
using WsAuth.Handshake;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>Says of a refused origin what was compared, and which setting, of the application or of its proxy, would let it in.</summary>
internal static class OriginRefusal
{
    private static readonly string[] Forwarding =
    [
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "Forwarded",
    ];

    public static Refusal OfNobody() =>
        new(
            ReasonCatalogue.OriginRefused,
            "Origin \"null\" is what sandboxed frames, local files and redirects of anyone send.",
            "Serve the page from an origin of its own, and add that to WsAuth:Origins."
        );

    public static Refusal OfSeveral(int count) =>
        new(
            ReasonCatalogue.OriginRefused,
            $"The handshake has {count} Origin headers; a browser sends one.",
            "Have the client or proxy send one Origin."
        );

    public static Refusal NotListed(string origin, string setting) =>
        new(
            ReasonCatalogue.OriginRefused,
            $"Origin {ClientText.Quote(origin)} is not on the list.",
            $"If pages of {ClientText.Quote(origin)} may connect, add it to {setting}."
        );

    /// <param name="headers">The request's.</param>
    /// <param name="origin">The page's.</param>
    /// <param name="seen">The server's own, as the application sees it.</param>
    /// <param name="forwarded">The same as a proxy says; null where none says anything.</param>
    public static Refusal NotOwn(IHeaderDictionary headers, string origin, string seen, string? forwarded)
    {
        var own = forwarded ?? seen;
        var list = ClientText.Quote($"{own} {origin}");
        return new Refusal(
            ReasonCatalogue.OriginRefused,
            $"Origin {ClientText.Quote(origin)} is not the server's own, which the application sees as {ClientText.Quote(seen)}, and no list is configured. Forwarded: {DescribeForwarded(headers)}.",
            FindHidden(origin, own) is { } hidden
                ? $"If it is the server's own, a proxy hides {hidden}; otherwise, if its pages may connect, set WsAuth:Origins to {list}: a list replaces the own origin."
                : $"If pages of it may connect, set WsAuth:Origins to {list}: a list replaces the own origin. If it is the server's own, a proxy hides that: have it send Host, or X-Forwarded-Host, and X-Forwarded-Proto as the page's address has them (nginx: proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto $scheme;)."
        );
    }

    // What differs from the page's origin where the host is the same, and the line that passes it on.
    private static string? FindHidden(string origin, string own)
    {
        if (
            !Uri.TryCreate(origin, UriKind.Absolute, out var page)
            || !Uri.TryCreate(own, UriKind.Absolute, out var server)
            || !page.Host.Equals(server.Host, StringComparison.OrdinalIgnoreCase)
        )
        {
            return null;
        }

        List<string> hidden = [];
        if (page.Scheme != server.Scheme)
        {
            hidden.Add(
                "the scheme: have it send X-Forwarded-Proto (nginx: proxy_set_header X-Forwarded-Proto $scheme;)"
            );
        }

        // A port that goes with the scheme is hidden with it.
        if (page.Port != server.Port && !(page.IsDefaultPort && server.IsDefaultPort))
        {
            hidden.Add(
                "the port: have it send Host, or X-Forwarded-Host, with the port (nginx: proxy_set_header Host $http_host; and not $host)"
            );
        }

        return hidden.Count == 0 ? null : string.Join(", and ", hidden);
    }

    private static string DescribeForwarded(IHeaderDictionary headers)
    {
        var arrived = Forwarding
            .Where(name => headers[name].Count > 0)
            .Select(name => $"{name}: {ClientText.Quote(headers[name].ToString())}");
        var text = string.Join(", ", arrived);
        return text.Length == 0 ? "nothing" : text;
    }
}
