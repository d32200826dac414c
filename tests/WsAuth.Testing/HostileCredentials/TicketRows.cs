using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>Connection tickets, as the holder of the key could write them, and as others would like to.</summary>
internal static class TicketRows
{
    public const string Header = """{"alg":"HS256","typ":"ws-ticket+jwt"}""";

    public static IEnumerable<HostileCredential> All =>
        [
            .. OfHeaders(
                ReasonCatalogue.AlgorithmRefused,
                """{"alg":"none","typ":"ws-ticket+jwt"}""",
                """{"alg":"hs256","typ":"ws-ticket+jwt"}""",
                """{"alg":"HS512","typ":"ws-ticket+jwt"}""",
                """{"alg":"RS256","typ":"ws-ticket+jwt"}"""
            ),
            .. OfHeaders(
                ReasonCatalogue.TokenMalformed,
                """{"alg":"HS256","typ":"ws-ticket+jwt","crit":["x"]}""",
                """{"alg":"HS256","typ":"ws-ticket+jwt","typ":"JWT"}""",
                """{"alg":"HS256","typ":["ws-ticket+jwt"]}""",
                """{"typ":"ws-ticket+jwt","x":"............"}"""
            ),
            .. OfHeaders(
                ReasonCatalogue.KeyUnknown,
                """{"alg":"HS256","typ":"ws-ticket+jwt","kid":"fp:000000000000"}"""
            ),
            .. OfHeaders(
                ReasonCatalogue.TypeRefused,
                """{"alg":"HS256","typ":"x-ws-ticket+jwt"}""",
                """{"alg":"HS256","typ":"JWT","cty":"ws-ticket+jwt"}"""
            ),
            .. OfHeaders(
                null,
                Header,
                """{"alg":"HS256","typ":"WS-Ticket+JWT","x":"ws-ticket+jwt"}""",
                """{"alg":"HS256","typ":"application/ws-ticket+jwt"}""",
                """{"alg":"HS256","typ":"ws-ticket+jwt","kid":"of-another-stack"}"""
            ),
            .. OfPayloads(
                ReasonCatalogue.TokenContentMalformed,
                """["u1"]""",
                """{~,"jti":"2"}""",
                """{~,"\u006ati":"2"}""",
                """{"sub":1,"jti":"1",^}""",
                """{"sub":"u1","jti":1,^}""",
                """{"sub":"u1","jti":"\ud800",^}""",
                """{~,"origin":true}""",
                """{~,"sxp":"1"}""",
                """{~,"sxp":99999999999999}""",
                """{~,"siat":1e5}""",
                """{~,"sjti":[]}""",
                """{~,"siss":1}""",
                """{~,"skey":{}}""",
                """{"sub":"u1","jti":"1","iat":@+0,"exp":@+601,"aud":"/ticket","ins":"i"}""",
                """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"aud":["/ticket"],"ins":"i"}""",
                """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"aud":"/ticket","ins":7}"""
            ),
            .. OfPayloads(
                ReasonCatalogue.ClaimMissing,
                """{"jti":"1",^}""",
                """{"sub":"","jti":"1",^}""",
                """{"sub":"u1",^}""",
                """{"sub":"u1","jti":"1","iat":@+0,"aud":"/ticket","ins":"i"}""",
                """{"sub":"u1","jti":"1","exp":@+30,"aud":"/ticket","ins":"i"}""",
                """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"ins":"i"}""",
                """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"aud":"/ticket"}"""
            ),
            .. OfPayloads(
                ReasonCatalogue.TicketOtherPath,
                """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"aud":"","ins":"i"}""",
                """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"aud":"/ticket/","ins":"i"}""",
                """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"aud":"/Ticket","ins":"i"}""",
                """{"sub":"u1","jti":"1","iat":@+0,"exp":@+30,"aud":"/","ins":"i"}""",
                """{~,"origin":"https://app.example"}"""
            ),
            .. OfPayloads(
                ReasonCatalogue.TokenExpired,
                """{"sub":"u1","jti":"1","iat":@-30,"exp":@+0,"aud":"/ticket","ins":"i"}""",
                """{~,"sxp":@+0}"""
            ),
            .. OfPayloads(
                ReasonCatalogue.TokenNotYetValid,
                """{"sub":"u1","jti":"1","iat":@+31,"exp":@+60,"aud":"/ticket","ins":"i"}"""
            ),
            .. OfPayloads(
                null,
                """{~,"sxp":@+1}""",
                """{~,"sjti":"p","siat":@-60,"role":["a","b"]}""",
                """{"sub":"u1","jti":"1","iat":@+30,"exp":@+60,"aud":"/ticket","ins":"i"}""",
                """{"sub":"u1","jti":"1","iat":@+0,"exp":@+600,"aud":"/tick\u0065t","ins":"i"}"""
            ),
            Row(
                "signed with another secret",
                c => c.Ticket(secret: c.ForeignSecret),
                ReasonCatalogue.SignatureMismatch
            ),
            Row("signed with the JWTs' secret", c => c.Ticket(secret: c.JwtSecret), ReasonCatalogue.SignatureMismatch),
            Row("without its last character", c => c.Ticket()[..^1], ReasonCatalogue.TokenMalformed),
            Row("of four parts", c => c.Ticket() + ".AA", ReasonCatalogue.TokenMalformed),
            Row("of one part", c => c.Ticket().Split('.')[0], ReasonCatalogue.CredentialMalformed),
            Row(
                "of an id of 129 characters",
                c => c.Ticket($$"""{"sub":"u1","jti":"{{new string('x', 129)}}",^}"""),
                ReasonCatalogue.TokenContentMalformed
            ),
            Row(
                "of more than 4 KiB",
                c => c.Ticket($$"""{~,"x":"{{new string('x', 4000)}}"}"""),
                ReasonCatalogue.CredentialTooLarge
            ),
            Row("that is a JWT", c => c.Jwt(), ReasonCatalogue.CredentialKindRefused),
        ];

    private static IEnumerable<HostileCredential> OfHeaders(Reason? expected, params string[] headers) =>
        headers.Select(header => Row("header " + header, c => c.Ticket(header: header), expected));

    private static IEnumerable<HostileCredential> OfPayloads(Reason? expected, params string[] payloads) =>
        payloads.Select(payload => Row("payload " + payload, c => c.Ticket(payload), expected));

    private static HostileCredential Row(string name, Func<HostileContext, string> make, Reason? expected = null) =>
        new("ticket " + name, TokenKind.Ticket, make, expected);
}
