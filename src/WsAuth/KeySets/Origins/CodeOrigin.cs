using WsAuth.KeySets.Reading;

namespace WsAuth.KeySets.Origins;

internal sealed class CodeOrigin(KeySetDefinition definition) : IKeyOrigin
{
    public string Name => "code";

    public bool IsRemote => false;

    public Task<KeySetContent> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult(SecurityKeyReader.Read(definition.SecurityKeys ?? [], definition.Terms));
}
