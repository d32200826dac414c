namespace WsAuth.Client.Reconnecting;

/// <summary>
/// Keeps the open socket of a <see cref="ReconnectingWebSocket"/> going past the end of its session: some time before, a new credential is sent to the
/// endpoint that the server maps with <c>MapWsAuthConnections</c>. What is refused there changes nothing; the socket then ends with its session.
/// </summary>
public sealed class SessionRefresh
{
    /// <summary>Prepares refreshes; nothing is sent before the socket is open.</summary>
    /// <param name="credentials">
    /// Has the new credential: of the same caller, and no ticket, since those prolong nothing. One that does not reach beyond the session's end is forgotten
    /// there, and asked for anew.
    /// </param>
    /// <param name="connections">The absolute URL before <c>/{id}/refresh</c>; null for <c>/ws-auth/connections</c> of the socket's own server.</param>
    /// <exception cref="ArgumentException">The URL is no absolute http or https URL.</exception>
    public SessionRefresh(ICredentialProvider credentials, Uri? connections = null)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (connections is not null && (!connections.IsAbsoluteUri || connections.Scheme is not ("http" or "https")))
        {
            throw new ArgumentException("The connections' URL is an absolute http or https URL.", nameof(connections));
        }

        (Credentials, Connections) = (credentials, connections);
    }

    internal ICredentialProvider Credentials { get; }

    internal Uri? Connections { get; }

    /// <summary>Where the open socket is refreshed that has this attempt id.</summary>
    internal Uri AddressOf(Uri socket, string id)
    {
        var own = new UriBuilder(socket)
        {
            Scheme = socket.Scheme is "wss" or "https" ? "https" : "http",
            Path = "/ws-auth/connections",
            Query = "",
            Fragment = "",
        }.Uri;
        return new Uri($"{(Connections ?? own).GetLeftPart(UriPartial.Path).TrimEnd('/')}/{id}/refresh");
    }
}
