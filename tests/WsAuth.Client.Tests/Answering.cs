namespace WsAuth.Client.Tests;

/// <summary>A provider that always has the same answer, and notes what was forgotten.</summary>
internal sealed class Answering(MintedToken? token) : ICredentialProvider
{
    public List<MintedToken> Forgotten { get; } = [];

    public ValueTask<MintedToken?> GetAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(token);

    public void Forget(MintedToken refused) => Forgotten.Add(refused);
}
