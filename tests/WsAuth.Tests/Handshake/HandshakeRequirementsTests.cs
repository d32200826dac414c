using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Handshake;

public sealed class HandshakeRequirementsTests
{
    [Fact]
    public void An_endpoint_accepts_at_least_one_kind() =>
        Assert.Throws<ArgumentException>(() => new HandshakeRequirements([]));

    [Fact]
    public void Requirements_are_equal_by_kinds_in_their_order_and_by_locations()
    {
        var both = new HandshakeRequirements([TokenKind.Jwt, TokenKind.SharedSecret, TokenKind.Jwt]);

        Assert.Equal(both, new HandshakeRequirements([TokenKind.Jwt, TokenKind.SharedSecret]));
        Assert.NotEqual(both, new HandshakeRequirements([TokenKind.SharedSecret, TokenKind.Jwt]));
        Assert.NotEqual(both, new HandshakeRequirements(both.Kinds, CredentialLocations.AuthorizationHeader));
        Assert.Equal("jwt or shared-secret", both.ToString());
    }
}
