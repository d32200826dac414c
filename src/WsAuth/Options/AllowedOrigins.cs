namespace WsAuth.Options;

/// <summary>
/// The origins whose pages may open WebSockets: an exact list, as browsers write them (RFC 6454 §6.2), scheme, host and a port that is
/// not the scheme's own.
/// </summary>
public sealed class AllowedOrigins : IEquatable<AllowedOrigins>
{
    private readonly HashSet<string> _origins = new(StringComparer.OrdinalIgnoreCase);

    private AllowedOrigins() { }

    /// <summary>The origins, in the order of the list.</summary>
    public IReadOnlyCollection<string> All => _origins;

    /// <summary>Reads a list that is separated by spaces.</summary>
    /// <param name="list">The list.</param>
    /// <param name="setting">What messages call it.</param>
    /// <param name="faults">Gets a sentence for each fault; the list is usable only where it gets none.</param>
    public static AllowedOrigins Parse(string list, string setting, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(faults);
        var origins = new AllowedOrigins();
        foreach (var entry in list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (FindFault(entry) is { } fault)
            {
                faults.Add($"{setting}: entry {origins._origins.Count + 1} {fault}");
                return origins;
            }

            origins._origins.Add(Normalize(new Uri(entry, UriKind.Absolute)));
        }

        if (origins._origins.Count == 0)
        {
            faults.Add(
                $"{setting} is empty; name origins, for example https://app.example, or remove it: then pages of the server's own origin may connect."
            );
        }

        return origins;
    }

    /// <summary>Whether the value of an <c>Origin</c> header is on the list. <c>null</c> never is.</summary>
    public bool Contains(string origin) => _origins.Contains(origin);

    /// <inheritdoc />
    public bool Equals(AllowedOrigins? other) => other is not null && _origins.SetEquals(other._origins);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as AllowedOrigins);

    /// <inheritdoc />
    public override int GetHashCode() => _origins.Count;

    /// <summary>The list, separated by spaces.</summary>
    public override string ToString() => string.Join(' ', _origins);

    // The entry is not repeated: people paste secrets into wrong places.
    private static string? FindFault(string entry)
    {
        if (entry.Contains('*', StringComparison.Ordinal))
        {
            return "holds '*': the list is exact. Name each origin; to let every page of the web in, which only a credential that browsers never send by themselves makes bearable, set DangerousAllowAnyOrigin to true.";
        }

        if (entry.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            return "is 'null': sandboxed frames, files and redirects of anyone send it, so it names nobody.";
        }

        if (entry.AsSpan().IndexOfAny(',', ';') >= 0)
        {
            return "holds a comma or semicolon; separate origins by spaces.";
        }

        if (
            !entry.Contains("://", StringComparison.Ordinal)
            || !Uri.TryCreate(entry, UriKind.Absolute, out var uri)
            || uri.Host.Length == 0
        )
        {
            return "is no origin; write scheme://host or scheme://host:port, for example https://app.example.";
        }

        var afterScheme = entry.AsSpan(entry.IndexOf("://", StringComparison.Ordinal) + 3);
        return afterScheme.IndexOfAny("/?#@\\") >= 0
                ? "has more than scheme, host and port; remove the path, its '/' included, and everything else."
            : uri.Scheme is "ws" or "wss"
                ? "begins with the socket's scheme; a page's origin begins with https:// or http://."
            : afterScheme.IndexOfAnyExceptInRange('!', '~') >= 0
                ? "holds a character beyond ASCII; browsers send such a host in its xn-- form."
            : null;
    }

    private static string Normalize(Uri uri) =>
        uri.IsDefaultPort || uri.Port < 0 ? $"{uri.Scheme}://{uri.Host}" : $"{uri.Scheme}://{uri.Host}:{uri.Port}";
}
