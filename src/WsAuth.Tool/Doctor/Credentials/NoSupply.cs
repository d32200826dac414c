using WsAuth.Client;
using WsAuth.Credentials;
using WsAuth.Tokens;

namespace WsAuth.Tool.Doctor.Credentials;

/// <summary>Nothing is sent: because that was asked for, or because there is nothing to make one of.</summary>
internal sealed class NoSupply(string? fault = null) : CredentialSupply
{
    public override TokenKind? Kind => null;

    public override string Origin => "none is sent";

    public override string? Fault => fault;

    public override Task<MintedToken?> NextAsync(CredentialLocations location, CancellationToken cancellationToken) =>
        Task.FromResult<MintedToken?>(null);
}
