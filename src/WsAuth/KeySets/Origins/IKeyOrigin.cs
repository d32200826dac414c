namespace WsAuth.KeySets.Origins;

/// <summary>Somewhere keys come from. Whatever goes wrong there is a fault in the answer.</summary>
internal interface IKeyOrigin
{
    /// <summary>The file, URL or code, for messages.</summary>
    string Name { get; }

    /// <summary>Whether it is asked over the network.</summary>
    bool IsRemote { get; }

    Task<KeySetContent> ReadAsync(CancellationToken cancellationToken);
}
