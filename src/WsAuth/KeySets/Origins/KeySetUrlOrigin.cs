using WsAuth.KeySets.Reading;

namespace WsAuth.KeySets.Origins;

/// <summary>A JSON Web Key Set at a URL.</summary>
internal sealed class KeySetUrlOrigin(KeySetDefinition definition, KeyDownload download) : IKeyOrigin
{
    private readonly Uri _address = new(definition.Location);

    public string Name => KeyAddress.Show(_address);

    public bool IsRemote => true;

    public async Task<KeySetContent> ReadAsync(CancellationToken cancellationToken)
    {
        var (body, fault) = await download.GetAsync(_address, cancellationToken).ConfigureAwait(false);
        return fault is null ? JsonWebKeySetReader.Read(body, definition.Terms, Name) : KeySetContent.Failed(fault);
    }
}
