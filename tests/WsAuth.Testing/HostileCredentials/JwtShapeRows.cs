using System.Text;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>JWTs of the own service that were damaged on the way, encoded wrongly, or signed with something else.</summary>
internal static class JwtShapeRows
{
    public static IEnumerable<HostileCredential> All =>
        [
            Row("without its signature's last character", c => c.Jwt()[..^1], ReasonCatalogue.TokenMalformed),
            Row(
                "without its signature",
                c => c.Jwt()[..(c.Jwt().LastIndexOf('.') + 1)],
                ReasonCatalogue.TokenMalformed
            ),
            Row("of two parts", c => c.Jwt()[..c.Jwt().LastIndexOf('.')], ReasonCatalogue.CredentialMalformed),
            Row("of a header alone", c => c.Jwt().Split('.')[0], ReasonCatalogue.CredentialMalformed),
            Row("of four parts", c => c.Jwt() + ".AA", ReasonCatalogue.TokenMalformed),
            Row("of five parts, as a JWE", c => c.Jwt() + ".AA.AA", ReasonCatalogue.TokenMalformed),
            Row("with an empty payload", c => Parts(c, (h, _, s) => $"{h}..{s}"), ReasonCatalogue.TokenMalformed),
            Row("with a longer signature", c => c.Jwt() + "AAAA", ReasonCatalogue.TokenMalformed),
            Row("with a padded signature", c => c.Jwt() + "=", ReasonCatalogue.TokenMalformed),
            Row("with a padded header", c => Parts(c, (h, p, s) => $"{h}=.{p}.{s}"), ReasonCatalogue.TokenMalformed),
            Row("with a plus in its signature", c => c.Jwt()[..^2] + "+A", ReasonCatalogue.TokenMalformed),
            Row(
                "with a slash in its payload",
                c => Parts(c, (h, p, s) => $"{h}.{p}////.{s}"),
                ReasonCatalogue.TokenMalformed
            ),
            Row("with spare bits in its signature", c => SpareBits(c.Jwt()), ReasonCatalogue.TokenMalformed),
            Row(
                "with an exclamation mark",
                c => Parts(c, (h, p, s) => $"{h}.{p}!.{s}"),
                ReasonCatalogue.TokenMalformed
            ),
            Row(
                "with its payload swapped",
                c => Parts(c, (h, _, s) => $"{h}.{Admin(c)}.{s}"),
                ReasonCatalogue.SignatureMismatch
            ),
            Row(
                "with its header swapped",
                c => Parts(c, (_, p, s) => $"{HandmadeJwt.Encode("""{"alg":"HS256","x":1}""")}.{p}.{s}"),
                ReasonCatalogue.SignatureMismatch
            ),
            Row(
                "with a signature of zeros",
                c => Parts(c, (h, p, _) => $"{h}.{p}.{new string('A', 43)}"),
                ReasonCatalogue.SignatureMismatch
            ),
            Row(
                "with its first signature character changed",
                c => Parts(c, (h, p, s) => $"{h}.{p}.{(s[0] == 'A' ? 'B' : 'A')}{s[1..]}"),
                ReasonCatalogue.SignatureMismatch
            ),
            Row("signed with another secret", c => c.Jwt(secret: c.ForeignSecret), ReasonCatalogue.SignatureMismatch),
            Row("signed with the empty secret", c => c.Jwt(secret: ""), ReasonCatalogue.SignatureMismatch),
            Row("signed with the secret's hex decoded", c => Hex(c), ReasonCatalogue.SignatureMismatch),
            Row(
                "signed with the secret and a line end",
                c => c.Jwt(secret: c.JwtSecret + "\n"),
                ReasonCatalogue.SignatureMismatch
            ),
            Row("signed with the edge secret", c => c.Jwt(secret: c.EdgeSecret), ReasonCatalogue.SignatureMismatch),
            Row(
                "signed with HS512 under the name HS256",
                c => Long(c, HandmadeJwt.Header),
                ReasonCatalogue.TokenMalformed
            ),
            Row("signed with HS512 as it says", c => Long(c, """{"alg":"HS512"}"""), ReasonCatalogue.AlgorithmRefused),
            Row(
                "unsigned, as it says",
                c => Parts(c, (_, p, _) => $"{HandmadeJwt.Encode("""{"alg":"none"}""")}.{p}."),
                ReasonCatalogue.AlgorithmRefused
            ),
            Row("that is longer than 8 KiB", c => Filled(c, 7000), ReasonCatalogue.CredentialTooLarge),
            Row("of 8,100 characters at most", c => Filled(c, 5800)),
            Row(
                "whose header is not UTF-8",
                c => Bytes(c, [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d], null),
                ReasonCatalogue.TokenMalformed
            ),
            Row(
                "whose payload is not UTF-8",
                c => Bytes(c, null, [0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]),
                ReasonCatalogue.TokenContentMalformed
            ),
            Row(
                "whose payload begins with a byte order mark",
                c =>
                    Bytes(c, null, [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(c.Fill("{~}", HostileContext.Issuer))]),
                ReasonCatalogue.TokenContentMalformed
            ),
            Row(
                "whose payload ends in a zero byte",
                c => Bytes(c, null, [.. Encoding.UTF8.GetBytes(c.Fill("{~}", HostileContext.Issuer)), 0]),
                ReasonCatalogue.TokenContentMalformed
            ),
            Row("in double quotes", c => $"\"{c.Jwt()}\"", ReasonCatalogue.CredentialMalformed),
            Row("in single quotes", c => $"'{c.Jwt()}'", ReasonCatalogue.CredentialMalformed),
            Row("after a second scheme", c => "Bearer " + c.Jwt(), ReasonCatalogue.CredentialMalformed),
            Row(
                "with its dots URL-encoded",
                c => c.Jwt().Replace(".", "%2E", StringComparison.Ordinal),
                ReasonCatalogue.CredentialMalformed
            ),
            Row("with a space in it", c => Parts(c, (h, p, s) => $"{h}. {p}.{s}"), ReasonCatalogue.CredentialMalformed),
            Row("twice, with a comma", c => $"{c.Jwt()},{c.Jwt()}", ReasonCatalogue.TokenMalformed),
            Row("that is a ticket", c => c.Ticket(), ReasonCatalogue.CredentialKindRefused),
            Row("that is an edge token", c => c.Edge(), ReasonCatalogue.CredentialKindRefused),
        ];

    private static HostileCredential Row(string name, Func<HostileContext, string> make, Reason? expected = null) =>
        new("jwt " + name, TokenKind.Jwt, make, expected);

    private static string Parts(HostileContext context, Func<string, string, string, string> join)
    {
        var parts = context.Jwt().Split('.');
        return join(parts[0], parts[1], parts[2]);
    }

    private static string Admin(HostileContext context) =>
        HandmadeJwt.Encode(context.Fill("""{"sub":"admin","exp":@+300,^}""", HostileContext.Issuer));

    private static string Hex(HostileContext context) =>
        HandmadeJwt.Sign(
            HandmadeJwt.Header,
            context.Fill("{~}", HostileContext.Issuer),
            Convert.FromHexString(context.JwtSecret)
        );

    private static string Long(HostileContext context, string header) =>
        HandmadeJwt.Sign(
            header,
            context.Fill("{~}", HostileContext.Issuer),
            Encoding.UTF8.GetBytes(context.JwtSecret),
            "HS512"
        );

    private static string Filled(HostileContext context, int length) =>
        context.Jwt($$"""{~,"x":"{{new string('x', length)}}"}""");

    private static string Bytes(HostileContext context, byte[]? header, byte[]? payload) =>
        HandmadeJwt.Sign(
            header ?? Encoding.UTF8.GetBytes(HandmadeJwt.Header),
            payload ?? Encoding.UTF8.GetBytes(context.Fill("{~}", HostileContext.Issuer)),
            Encoding.UTF8.GetBytes(context.JwtSecret)
        );

    // 43 characters stand for 32 bytes and two bits, which are zero: the next letter of the alphabet has one of them set.
    private static string SpareBits(string token) => token[..^1] + (char)(token[^1] + 1);
}
