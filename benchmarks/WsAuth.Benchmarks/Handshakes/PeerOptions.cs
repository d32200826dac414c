using Microsoft.AspNetCore.Authentication;
using WsAuth.Benchmarks.Jwt;

namespace WsAuth.Benchmarks.Handshakes;

internal sealed class PeerOptions : AuthenticationSchemeOptions
{
    public IdentityModelJwt Jwt { get; private set; } = null!;

    public void Use(TypicalToken token) =>
        Jwt = new IdentityModelJwt(token.Secret, token.Runtime.Secrets.GetRing("jwt").Current!.EffectiveKeyId);
}
