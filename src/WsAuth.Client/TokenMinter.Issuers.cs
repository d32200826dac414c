using System.Security.Cryptography;
using WsAuth.Tokens;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Client;

public sealed partial class TokenMinter
{
    /// <summary>
    /// A JWT as one of <c>WsAuth:Jwt:Issuers</c> signs it, with its <c>iss</c> and audience: for test suites that stand in for the issuer and have
    /// given the host the public half of a key pair of their own.
    /// </summary>
    /// <param name="issuer">The name of the issuer's entry.</param>
    /// <param name="key">The private key, <see cref="RSA"/> or <see cref="ECDsa"/>.</param>
    /// <param name="subject">The <c>sub</c>; empty for none.</param>
    /// <param name="configure">Changes the content.</param>
    /// <param name="keyId">The <c>kid</c>; none where null.</param>
    /// <exception cref="ArgumentException">There is no such entry, or a registered claim stands among <see cref="JwtContent.Claims"/>.</exception>
    public MintedToken JwtOf(
        string issuer,
        AsymmetricAlgorithm key,
        string subject,
        Action<JwtContent>? configure = null,
        string? keyId = null
    )
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(subject);
        var issuers = _settings.Current.Jwt.Issuers;
        if (!issuers.TryGetValue(issuer, out var options))
        {
            throw new ArgumentException(
                $"There is no entry of that name in WsAuth:Jwt:Issuers, which has: {string.Join(", ", issuers.Keys)}.",
                nameof(issuer)
            );
        }

        var (content, issuedAt, expiresAt) = Prepare(configure);
        var text = JwtWriter.Write(
            key,
            AlgorithmOf(key, options),
            keyId,
            content.Type,
            writer =>
                WritePayload(
                    writer,
                    subject,
                    content,
                    options,
                    options.Issuer ?? options.Authority,
                    issuedAt,
                    expiresAt
                )
        );
        return MintedToken.FromText(text, TokenKind.Jwt, expiresAt);
    }

    // As the server assigns them: the first configured one that fits, else RS256 or the algorithm of the curve.
    private static string AlgorithmOf(AsymmetricAlgorithm key, JwtIssuerOptions options) =>
        key is ECDsa ec
            ? ec.KeySize switch
            {
                256 => "ES256",
                384 => "ES384",
                _ => "ES512",
            }
            : options.Algorithms?.Split(' ').FirstOrDefault(name => name is ['R' or 'P', ..]) ?? "RS256";
}
