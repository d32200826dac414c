namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>A credential that is refused for a reason which would help a forger.</summary>
/// <param name="Code">The reason, for the log alone.</param>
/// <param name="Token">The credential.</param>
/// <param name="Headers">What is sent beside it.</param>
internal sealed record ForgersCase(string Code, string Token, params (string Name, string Value)[] Headers)
{
    public override string ToString() => Code;
}
