namespace WsAuth.Client;

/// <summary>Is asked for a credential before each connection, the first one and every one after it.</summary>
public interface ICredentialProvider
{
    /// <summary>A credential that is good now; null where there is none, for example because nobody is signed in.</summary>
    /// <param name="cancellationToken">Ends the wait of this caller.</param>
    ValueTask<MintedToken?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>The server refused this one: it is not handed out again.</summary>
    /// <param name="refused">What <see cref="GetAsync"/> answered.</param>
    void Forget(MintedToken refused);
}
