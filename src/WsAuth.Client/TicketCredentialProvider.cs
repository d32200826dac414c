namespace WsAuth.Client;

/// <summary>Fetches a ticket for each connection, with a credential of another provider.</summary>
/// <param name="tickets">The ticket endpoint.</param>
/// <param name="credentials">Who asks; null where the HTTP client of <paramref name="tickets"/> itself brings a cookie or a header.</param>
/// <param name="path">The path of the WebSocket URL; null for the server's own choice.</param>
public sealed class TicketCredentialProvider(
    TicketClient tickets,
    ICredentialProvider? credentials = null,
    string? path = null
) : ICredentialProvider
{
    /// <inheritdoc />
    /// <exception cref="TicketRefusedException">The server said no; after a 401 the credential is forgotten.</exception>
    /// <exception cref="HttpRequestException">No answer came, or one that is none of a ticket endpoint.</exception>
    public async ValueTask<MintedToken?> GetAsync(CancellationToken cancellationToken = default)
    {
        MintedToken? credential = null;
        if (credentials is not null)
        {
            credential = await credentials.GetAsync(cancellationToken).ConfigureAwait(false);
            if (credential is null)
            {
                return null;
            }
        }

        try
        {
            return (await tickets.FetchAsync(credential, path, cancellationToken).ConfigureAwait(false)).Token;
        }
        catch (TicketRefusedException refused)
            when (credential is not null && refused.Refusal.Status == System.Net.HttpStatusCode.Unauthorized)
        {
            credentials!.Forget(credential);
            throw;
        }
    }

    /// <summary>Nothing: no ticket is handed out twice.</summary>
    public void Forget(MintedToken refused) { }
}
