namespace WsAuth.Client;

/// <summary>A credential and when it was fetched: a wall clock that is set back does not prolong it.</summary>
internal sealed class KeptCredential(MintedToken token, TimeProvider clock)
{
    private readonly long _fetched = clock.GetTimestamp();
    private readonly TimeSpan? _lifetime = token.ExpiresAt - clock.GetUtcNow();

    public MintedToken Token { get; } = token;

    /// <summary>Whether it is still valid after <paramref name="margin"/> from now.</summary>
    public bool IsGoodFor(TimeSpan margin) =>
        Token.ExpiresAt is not { } end
        || (end - clock.GetUtcNow() > margin && _lifetime - clock.GetElapsedTime(_fetched) > margin);
}
