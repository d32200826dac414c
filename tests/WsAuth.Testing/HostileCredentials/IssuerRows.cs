using System.Security.Cryptography;
using System.Text;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>JWTs of issuers with key pairs, and of those who would like to be one.</summary>
internal static class IssuerRows
{
    private static readonly string[] Algorithms = ["RS256", "PS256", "ES256", "ES384", "ES512"];

    public static IEnumerable<HostileCredential> All =>
        [
            .. Algorithms.Select(alg => Row($"{alg} as issued", c => c.OfIssuer(alg))),
            .. Algorithms.Select(alg =>
                Row($"{alg} without kid", c => c.OfIssuer(alg, header: $$"""{"alg":"{{alg}}"}"""))
            ),
            .. Algorithms.Select(alg =>
                Row(
                    $"{alg} of another key under its kid",
                    c => c.OfIssuer(alg, key: Stranger(alg)),
                    ReasonCatalogue.SignatureMismatch
                )
            ),
            .. Algorithms.Select(alg =>
                Row(
                    $"{alg} that speaks for the own service",
                    c => c.OfIssuer(alg, issuer: HostileContext.Issuer),
                    ReasonCatalogue.AlgorithmRefused
                )
            ),
            .. Algorithms.Select(alg =>
                Row(
                    $"{alg} of an unknown issuer",
                    c => c.OfIssuer(alg, issuer: "https://evil.example"),
                    ReasonCatalogue.IssuerRefused
                )
            ),
            .. Algorithms.Select(alg =>
                Row(
                    $"{alg}'s public PEM as an HMAC secret",
                    c => Confused(c, alg, HostileContext.KeyOf(alg).PublicPem),
                    ReasonCatalogue.AlgorithmRefused
                )
            ),
            Row(
                "RSA's modulus as an HMAC secret",
                c => Confused(c, "RS256", HostileContext.KeyOf("RS256").Jwk()),
                ReasonCatalogue.AlgorithmRefused
            ),
            Row(
                "the own secret in an issuer's name",
                c => Confused(c, "ES256", c.JwtSecret),
                ReasonCatalogue.AlgorithmRefused
            ),
            Row(
                "RS256 key that names PS256",
                c => c.OfIssuer("RS256", header: """{"alg":"PS256","kid":"k-RS256"}"""),
                ReasonCatalogue.AlgorithmRefused
            ),
            Row(
                "RS256 key that names RS512",
                c => c.OfIssuer("RS256", header: """{"alg":"RS512","kid":"k-RS256"}"""),
                ReasonCatalogue.AlgorithmRefused
            ),
            Row(
                "ES256 key that names ES384",
                c => c.OfIssuer("ES256", header: """{"alg":"ES384","kid":"k-ES256"}"""),
                ReasonCatalogue.AlgorithmRefused
            ),
            Row(
                "ES256 key that names none",
                c => c.OfIssuer("ES256", header: """{"alg":"none","kid":"k-ES256"}"""),
                ReasonCatalogue.AlgorithmRefused
            ),
            Row(
                "ES256 key that names es256",
                c => c.OfIssuer("ES256", header: """{"alg":"es256","kid":"k-ES256"}"""),
                ReasonCatalogue.AlgorithmRefused
            ),
            Row(
                "ES256 of an unknown kid",
                c => c.OfIssuer("ES256", header: """{"alg":"ES256","kid":"new"}"""),
                ReasonCatalogue.KeyUnknown
            ),
            Row(
                "ES256 of another issuer's kid",
                c => c.OfIssuer("ES256", header: """{"alg":"ES256","kid":"k-ES384"}"""),
                ReasonCatalogue.KeyUnknown
            ),
            Row(
                "RS256 of an empty kid",
                c => c.OfIssuer("RS256", header: """{"alg":"RS256","kid":""}"""),
                ReasonCatalogue.KeyUnknown
            ),
            Row(
                "RS256 that brings its own key",
                c => c.OfIssuer("RS256", key: Stranger("RS256"), header: OwnKey("RS256")),
                ReasonCatalogue.SignatureMismatch
            ),
            Row(
                "ES256 that brings its own key",
                c => c.OfIssuer("ES256", key: Stranger("ES256"), header: OwnKey("ES256")),
                ReasonCatalogue.SignatureMismatch
            ),
            Row(
                "one issuer's key in another's name",
                c => c.OfIssuer("ES256", key: HostileContext.KeyOf("RS256"), header: """{"alg":"RS256"}"""),
                ReasonCatalogue.AlgorithmRefused
            ),
            Row(
                "ES256 with a signature in DER",
                c =>
                    Resigned(
                        c,
                        input => HostileContext.KeyOf("ES256").SignBytes(input, DSASignatureFormat.Rfc3279DerSequence)
                    ),
                ReasonCatalogue.TokenMalformed
            ),
            Row(
                "ES256 with a signature of zeros",
                c => Resigned(c, _ => new byte[64]),
                ReasonCatalogue.SignatureMismatch
            ),
            Row(
                "ES256 with r and s all ones",
                c => Resigned(c, _ => [.. Enumerable.Repeat((byte)0xff, 64)]),
                ReasonCatalogue.SignatureMismatch
            ),
            Row("ES256 with no signature", c => Resigned(c, _ => []), ReasonCatalogue.TokenMalformed),
            Row(
                "ES256 with half a signature",
                c => Resigned(c, input => HostileContext.KeyOf("ES256").SignBytes(input)[..32]),
                ReasonCatalogue.TokenMalformed
            ),
            Row(
                "ES256 with crit",
                c => c.OfIssuer("ES256", header: """{"alg":"ES256","crit":["b64"],"b64":false}"""),
                ReasonCatalogue.TokenMalformed
            ),
            Row(
                "ES256 with two issuers",
                c => c.OfIssuer("ES256", """{~,"iss":"here"}"""),
                ReasonCatalogue.TokenContentMalformed
            ),
            Row(
                "ES256 for another audience",
                c => c.OfIssuer("ES256", """{"sub":"u1","exp":@+300,"iss":"https://ES256.example","aud":"mail"}"""),
                ReasonCatalogue.AudienceRefused
            ),
            Row("ES256 without sub", c => c.OfIssuer("ES256", "{\"exp\":@+300,^}"), ReasonCatalogue.ClaimMissing),
            Row(
                "ES256 expired",
                c => c.OfIssuer("ES256", """{"sub":"u1","exp":@-30,^}"""),
                ReasonCatalogue.TokenExpired
            ),
            Row(
                "ES256 of tomorrow",
                c => c.OfIssuer("ES256", """{~,"iat":@+86400}"""),
                ReasonCatalogue.TokenNotYetValid
            ),
            Row(
                "ES256 of a ticket's cousin",
                c => c.OfIssuer("ES256", header: """{"alg":"ES256","typ":"id+jwt"}"""),
                ReasonCatalogue.TypeRefused
            ),
            Row(
                "ES256 as an access token",
                c => c.OfIssuer("ES256", header: """{"alg":"ES256","typ":"at+jwt","kid":"k-ES256"}""")
            ),
        ];

    private static HostileCredential Row(string name, Func<HostileContext, string> make, Reason? expected = null) =>
        new("issuer " + name, TokenKind.Jwt, make, expected);

    private static IssuingKey Stranger(string algorithm) =>
        IssuingKey.For(algorithm, keyId: "k-" + algorithm, number: 2);

    private static string OwnKey(string algorithm) =>
        $$"""{"alg":"{{algorithm}}","jwk":{{Stranger(algorithm).Jwk()}},"jku":"https://evil.example/keys"}""";

    private static string Confused(HostileContext context, string algorithm, string secret) =>
        HandmadeJwt.Sign(
            HandmadeJwt.Header,
            context.Fill("{~}", HostileContext.IssuerOf(algorithm)),
            Encoding.UTF8.GetBytes(secret)
        );

    private static string Resigned(HostileContext context, Func<byte[], byte[]> sign)
    {
        var token = context.OfIssuer("ES256");
        var input = token[..token.LastIndexOf('.')];
        // Its payload is protected already; a signature of zeros is no secret, and stands in many a cookie.
        return $"{input}.{IssuingKey.Encode(sign(Encoding.ASCII.GetBytes(input)))}";
    }
}
