using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Registration;

/// <summary>What <c>RequireWsAuth</c> writes on an endpoint; the last one counts.</summary>
internal sealed class WsAuthMetadata(HandshakeRequirements requirements)
{
    public HandshakeRequirements Requirements => requirements;

    public override string ToString() => $"WsAuth: {requirements}";
}
