using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>JWTs of the own service whose header is special; each is signed with the right secret.</summary>
internal static class JwtHeaderRows
{
    public static IEnumerable<HostileCredential> All =>
        [
            .. Of(
                ReasonCatalogue.AlgorithmRefused,
                """{"alg":"none"}""",
                """{"alg":"None"}""",
                """{"alg":"NONE"}""",
                """{"alg":"nOnE"}""",
                """{"alg":""}""",
                """{"alg":"hs256"}""",
                """{"alg":"Hs256"}""",
                """{"alg":"HS256 "}""",
                """{"alg":"HS384"}""",
                """{"alg":"HS512"}""",
                """{"alg":"RS256"}""",
                """{"alg":"ES256"}""",
                """{"alg":"PS256"}""",
                """{"alg":"EdDSA"}""",
                """{"alg":"dir"}""",
                """{"alg":"HS256\u0000"}""",
                """{"alg":"ＨＳ256"}"""
            ),
            .. Of(
                ReasonCatalogue.TokenMalformed,
                """{"typ":"JWT"}""",
                """{"alg":null}""",
                """{"alg":256}""",
                """{"alg":["HS256"]}""",
                """{"alg":{"alg":"HS256"}}""",
                """{"Alg":"HS256"}""",
                """{"alg":"HS256","alg":"none"}""",
                """{"alg":"HS256","alg":"HS256"}""",
                """{"alg":"none","\u0061lg":"HS256"}""",
                """{"alg":"HS256","crit":["exp"],"exp":1}""",
                """{"alg":"HS256","crit":[]}""",
                """{"alg":"HS256","b64":false}""",
                """{"alg":"HS256","b64":true}""",
                """{"alg":"HS256","cr\u0069t":["x"]}""",
                """{"alg":"HS256","kid":1}""",
                """{"alg":"HS256","kid":null}""",
                """{"alg":"HS256","kid":["k"]}""",
                """{"alg":"HS256","typ":1}""",
                """{"alg":"HS256","kid":"\ud800"}""",
                """{"alg":"HS256","x":"\udc00\ud800"}""",
                """{"alg":"HS256"}}""",
                """{"alg":"HS256"} {}""",
                """{"alg":"HS256",}""",
                """{"alg":"HS256"/**/}""",
                """{"alg":'HS256'}""",
                """{"alg":"HS256","x":{"y":1,"y":2}}""",
                """{"alg":"HS256","x":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}"""
            ),
            .. Of(
                ReasonCatalogue.KeyUnknown,
                """{"alg":"HS256","kid":"fp:000000000000"}""",
                """{"alg":"HS256","kid":"fp:ffffffffffff"}"""
            ),
            .. Of(
                ReasonCatalogue.TypeRefused,
                """{"alg":"HS256","typ":"logout+jwt"}""",
                """{"alg":"HS256","typ":"dpop+jwt"}""",
                """{"alg":"HS256","typ":""}""",
                """{"alg":"HS256","typ":"JWT "}""",
                """{"alg":"HS256","typ":"application/jwt+at"}"""
            ),
            .. Of(
                null,
                """{"alg":"HS256"}""",
                """{"alg":"HS256","typ":"JWT"}""",
                """{"alg":"HS256","typ":"jwt"}""",
                """{"typ":"at+jwt","alg":"HS256"}""",
                """{"alg":"HS256","typ":"Application/AT+JWT"}""",
                """{ "alg" : "HS256" , "typ" : "JWT" }""",
                """{"\u0061lg":"HS256"}""",
                """{"alg":"\u0048S256"}""",
                """{"alg":"HS256","kid":"of-another-stack"}""",
                """{"alg":"HS256","kid":"../../../dev/null"}""",
                """{"alg":"HS256","jku":"https://evil.example/keys"}""",
                """{"alg":"HS256","jwk":{"kty":"oct","k":"AA"}}""",
                """{"alg":"HS256","x5u":"https://evil.example/chain","x5c":["AA"]}""",
                """{"alg":"HS256","cty":"JWT","x":"😀"}"""
            ),
        ];

    private static IEnumerable<HostileCredential> Of(Reason? expected, params string[] headers) =>
        headers.Select(header => new HostileCredential(
            "jwt header " + header,
            TokenKind.Jwt,
            context => context.Jwt(header: header),
            expected
        ));
}
