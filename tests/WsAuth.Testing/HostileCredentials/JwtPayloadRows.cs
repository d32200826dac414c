using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>JWTs of the own service that are authentic; what is in them is special.</summary>
internal static class JwtPayloadRows
{
    private static readonly string Digits = new('9', 500);

    public static IEnumerable<HostileCredential> All =>
        [
            .. Of(
                ReasonCatalogue.TokenContentMalformed,
                "[]",
                "null",
                "\"~\"",
                "{",
                "{~}}",
                "{~} ",
                " {~}",
                "{~,}",
                "{~/**/}",
                """{~,"sub":"admin"}""",
                """{~,"\u0073ub":"admin"}""",
                """{~,"x":1,"x":1}""",
                """{~,"x":{"y":1,"y":2}}""",
                """{~,"x":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}""",
                """{"sub":"\ud800","exp":@+300,^}""",
                """{~,"x":"\udc00"}""",
                """{~,"x":["\ud83d"]}""",
                """{"sub":1,"exp":@+300,^}""",
                """{"sub":null,"exp":@+300,^}""",
                """{"sub":["u1"],"exp":@+300,^}""",
                """{"sub":"u1","exp":"@+300",^}""",
                """{"sub":"u1","exp":null,^}""",
                """{"sub":"u1","exp":true,^}""",
                """{"sub":"u1","exp":[@+300],^}""",
                """{"sub":"u1","exp":-1,^}""",
                """{"sub":"u1","exp":-0,^}""",
                """{"sub":"u1","exp":253402300800,^}""",
                """{"sub":"u1","exp":9223372036854775807,^}""",
                """{"sub":"u1","exp":9223372036854775808,^}""",
                """{"sub":"u1","exp":1e400,^}""",
                """{"sub":"u1","exp":1e12,^}""",
                """{"sub":"u1","exp":NaN,^}""",
                """{"sub":"u1","exp":Infinity,^}""",
                """{"sub":"u1","exp":0x7fffffff,^}""",
                """{"sub":"u1","exp":+300,^}""",
                """{"sub":"u1","exp":04000000000,^}""",
                $$"""{"sub":"u1","exp":{{Digits}},^}""",
                $$"""{~,"nbf":{{Digits}}}""",
                """{~,"nbf":"0"}""",
                """{~,"nbf":-5}""",
                """{~,"iat":{}}""",
                """{~,"iat":-1e3}""",
                """{"sub":"u1","exp":@+300,"iss":1,"aud":"chat"}""",
                """{"sub":"u1","exp":@+300,"iss":["here"],"aud":"chat"}""",
                """{"sub":"u1","exp":@+300,"iss":"here","aud":7}""",
                """{"sub":"u1","exp":@+300,"iss":"here","aud":["chat",7]}""",
                """{"sub":"u1","exp":@+300,"iss":"here","aud":{"chat":1}}""",
                """{"sub":"u1","exp":@+300,"iss":"here","aud":null}"""
            ),
            .. Of(
                ReasonCatalogue.TokenExpired,
                """{"sub":"u1","exp":0,^}""",
                """{"sub":"u1","exp":1e-400,^}""",
                """{"sub":"u1","exp":@-30,^}""",
                """{"sub":"u1","exp":@-30.0,^}""",
                """{"sub":"u1","exp":@-86400,"nbf":@+86400,^}"""
            ),
            .. Of(
                ReasonCatalogue.TokenNotYetValid,
                """{~,"nbf":@+31}""",
                """{~,"iat":@+31}""",
                """{~,"nbf":@+30.5}""",
                """{~,"nbf":253402300799}"""
            ),
            .. Of(
                ReasonCatalogue.IssuerRefused,
                """{"sub":"u1","exp":@+300,"aud":"chat"}""",
                """{"sub":"u1","exp":@+300,"iss":"Here","aud":"chat"}""",
                """{"sub":"u1","exp":@+300,"iss":"here/","aud":"chat"}""",
                """{"sub":"u1","exp":@+300,"iss":"","aud":"chat"}""",
                """{"sub":"u1","exp":@+300,"iss":"here\u0000","aud":"chat"}"""
            ),
            .. Of(
                ReasonCatalogue.AudienceRefused,
                """{"sub":"u1","exp":@+300,"iss":"here"}""",
                """{"sub":"u1","exp":@+300,"iss":"here","aud":"Chat"}""",
                """{"sub":"u1","exp":@+300,"iss":"here","aud":[]}""",
                """{"sub":"u1","exp":@+300,"iss":"here","aud":["mail","chat2"]}"""
            ),
            .. Of(
                ReasonCatalogue.ClaimMissing,
                """{"exp":@+300,^}""",
                """{"sub":"","exp":@+300,^}""",
                """{"Sub":"u1","exp":@+300,^}""",
                """{"sub":"u1",^}""",
                """{"sub":"u1","EXP":@+300,^}"""
            ),
            .. Of(
                null,
                "{~}",
                """{"sub":"u1","exp":@+300.75,^}""",
                """{"sub":"u1","exp":4e9,^}""",
                """{"sub":"u1","exp":253402300799,^}""",
                """{"sub":"u1","exp":@-29,^}""",
                """{~,"nbf":@+30}""",
                """{~,"iat":@+30,"nbf":0}""",
                """{ "sub" : "u1" , "exp" : @+300 , ^ }""",
                """{"\u0073ub":"u1","exp":@+300,^}""",
                """{"sub":"\ud83d\ude00","exp":@+300,^}""",
                """{"sub":"Zoë ☃","exp":@+300,^}""",
                """{"sub":"u1","exp":@+300,"iss":"here","aud":["mail","chat"]}""",
                """{"sub":"u1","exp":@+300,"iss":"h\u0065re","aud":"chat"}""",
                """{~,"x":{"y":1},"z":{"y":2}}""",
                """{~,"x":null,"roles":["a",null,1]}""",
                $$"""{~,"x":{{Digits}}}""",
                """{~,"x":[[[[[[[[[[[[[[1]]]]]]]]]]]]]]}"""
            ),
        ];

    private static IEnumerable<HostileCredential> Of(Reason? expected, params string[] payloads) =>
        payloads.Select(payload => new HostileCredential(
            "jwt payload " + (payload.Length > 100 ? payload[..40] + "… of " + payload.Length : payload),
            TokenKind.Jwt,
            context => context.Jwt(payload),
            expected
        ));
}
