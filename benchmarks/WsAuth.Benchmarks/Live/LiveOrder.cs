namespace WsAuth.Benchmarks.Live;

/// <summary>What a client process does.</summary>
/// <param name="Port">The server's.</param>
/// <param name="Path">Of the handshake.</param>
/// <param name="Tokens">The tokens, used in turn.</param>
/// <param name="Sockets">How many.</param>
/// <param name="Mute">How many of them never answer a close.</param>
/// <param name="IsShort">Whether each closes as soon as it is open, and the next one follows.</param>
internal sealed record LiveOrder(
    int Port,
    string Path,
    IReadOnlyList<string> Tokens,
    int Sockets,
    int Mute = 0,
    bool IsShort = false
);
