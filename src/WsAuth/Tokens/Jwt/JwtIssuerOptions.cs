using Microsoft.IdentityModel.Tokens;

namespace WsAuth.Tokens.Jwt;

/// <summary>An issuer that signs with key pairs; section <c>WsAuth:Jwt:Issuers:&lt;name&gt;</c>. It has exactly one of
/// <see cref="Authority"/>, <see cref="KeySet"/>, <see cref="Key"/> and <see cref="SecurityKeys"/>; its <c>Issuer</c> may be left out beside an
/// authority, which is one, or where it is the only entry.</summary>
public sealed class JwtIssuerOptions : JwtClaimOptions
{
    /// <summary>The URL of an authority (OpenID Connect Discovery 1.0): its key set is found by its <c>/.well-known/openid-configuration</c>.</summary>
    /// <value>Default: null.</value>
    public string? Authority { get; set; }

    /// <summary>A JSON Web Key Set (RFC 7517 §5): a URL, or <c>file:</c> and a path.</summary>
    /// <value>Default: null.</value>
    public string? KeySet { get; set; }

    /// <summary>A public key: <c>file:</c> and the path of a PEM file (<c>PUBLIC KEY</c>, <c>RSA PUBLIC KEY</c> or <c>CERTIFICATE</c>).</summary>
    /// <value>Default: null.</value>
    public string? Key { get; set; }

    /// <summary>Keys given in code: <see cref="RsaSecurityKey"/>, <see cref="ECDsaSecurityKey"/>, <see cref="X509SecurityKey"/> or
    /// <see cref="JsonWebKey"/>, of which the public half is used.</summary>
    /// <value>Default: empty.</value>
    public IList<SecurityKey> SecurityKeys { get; } = [];

    /// <summary>The algorithms that its keys are for, separated by spaces. Each key has one: what a JSON Web Key states as its <c>alg</c>, else the first
    /// of these that fits it (RFC 8725 §3.1).</summary>
    /// <value>Default: null; <c>RS256</c> for RSA keys and the algorithm of its curve for EC keys that state none.</value>
    public string? Algorithms { get; set; }

    /// <summary>What a token's <c>iss</c> has to be; null where it is not known.</summary>
    internal string? ExpectedIssuer => Issuer ?? Authority;
}
