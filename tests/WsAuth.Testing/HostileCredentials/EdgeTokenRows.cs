using System.Text;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>Edge tokens, mostly authentic: what is in them, and how they are encoded, is special.</summary>
internal static class EdgeTokenRows
{
    // In base64 it has a '+' (of ~~~) and a '/' (of ???).
    private const string BothSigns = "agent-1:a~~~???:@+0";

    public static IEnumerable<HostileCredential> All =>
        [
            .. Of(
                ReasonCatalogue.TokenMalformed,
                "agent-1:+1555:sub:@+0",
                "agent-1:@+0",
                ":+1555:@+0",
                "agent\n1:+1555:@+0",
                "agent-1:+15\u000055:@+0",
                "agent\u007f1:+1555:@+0",
                "agent\u00851:+1555:@+0",
                "agent-1:+1555:",
                "agent-1:+1555:+@+0",
                "agent-1:+1555:-1",
                "agent-1:+1555:0@+0",
                "agent-1:+1555:@+0.5",
                "agent-1:+1555:@+0 ",
                "agent-1:+1555:1e9",
                "agent-1:+1555:0x6553f100",
                "agent-1:+1555:١٧٠٠٠٠٠٠٠٠",
                "agent-1:+1555:253402300800",
                "agent-1:+1555:9223372036854775808",
                "agent-1:+1555:1790000000000",
                "agent-1:+1555:now"
            ),
            .. Of(ReasonCatalogue.TokenExpired, "agent-1:+1555:0", "agent-1:+1555:@-86400", "agent-1:+1555:@-9999999"),
            .. Of(ReasonCatalogue.TokenNotYetValid, "agent-1:+1555:@+31", "agent-1:+1555:253402300799"),
            .. Of(
                null,
                "agent-1:+1555:@+0",
                "agent-1::@+0",
                "a:b:@+0",
                "agent-1:+1555:@+30",
                "agent-1:+1555:@-86399",
                "Zoë ☃ 😀:+1555:@+0",
                "agent 1:any short text:@+0",
                "' OR 1=1 --:<b>:@+0"
            ),
            Row("agent of 128 bytes", c => c.Edge(new string('a', 128) + "::@+0")),
            Row("agent of 129 bytes", c => c.Edge(new string('a', 129) + "::@+0"), ReasonCatalogue.TokenMalformed),
            Row("phone of 64 bytes", c => c.Edge($"agent-1:{new string('5', 64)}:@+0")),
            Row("phone of 65 bytes", c => c.Edge($"agent-1:{new string('5', 65)}:@+0"), ReasonCatalogue.TokenMalformed),
            Row("in the URL-safe alphabet", c => c.Edge(BothSigns).TrimEnd('=').Replace('+', '-').Replace('/', '_')),
            Row("without its padding", c => c.Edge("agent-12:1:@+0").TrimEnd('=')),
            Row("with its signature in upper case", c => Recoded(c, hex => hex.ToUpperInvariant())),
            Row("with too much padding", c => c.Edge().TrimEnd('=') + "===", ReasonCatalogue.TokenMalformed),
            Row("in both alphabets", c => c.Edge(BothSigns).Replace('+', '-'), ReasonCatalogue.TokenMalformed),
            Row("with spare bits", c => SpareBits(c), ReasonCatalogue.TokenMalformed),
            Row("with a signature of 63 digits", c => Recoded(c, hex => hex[..^1]), ReasonCatalogue.TokenMalformed),
            Row(
                "with a signature of zeros",
                c => Recoded(c, _ => new string('0', 64)),
                ReasonCatalogue.SignatureMismatch
            ),
            Row(
                "with its last digit changed",
                c => Recoded(c, hex => hex[..^1] + (hex[^1] == '0' ? '1' : '0')),
                ReasonCatalogue.SignatureMismatch
            ),
            Row("of another secret", c => c.Edge(secret: c.ForeignSecret), ReasonCatalogue.SignatureMismatch),
            Row("of the JWTs' secret", c => c.Edge(secret: c.JwtSecret), ReasonCatalogue.SignatureMismatch),
            Row("of the secret's hex decoded", c => Decoded(c), ReasonCatalogue.SignatureMismatch),
            Row("whose agent is not UTF-8", c => OfBytes(c, [0x61, 0xff, 0x62]), ReasonCatalogue.TokenMalformed),
            Row("whose agent is overlong UTF-8", c => OfBytes(c, [0xc0, 0xba, 0x62]), ReasonCatalogue.TokenMalformed),
            Row(
                "whose agent is half a surrogate pair",
                c => OfBytes(c, [0xed, 0xa0, 0x80]),
                ReasonCatalogue.TokenMalformed
            ),
            Row("whose borders were moved", c => Moved(c), ReasonCatalogue.SignatureMismatch),
            Row("in quotes", c => $"\"{c.Edge()}\"", ReasonCatalogue.CredentialMalformed),
            Row("URL-encoded", c => c.Edge() + "%3D", ReasonCatalogue.CredentialMalformed),
            Row("with a space for a plus", c => c.Edge().Insert(20, " "), ReasonCatalogue.CredentialMalformed),
            Row("that is a JWT", c => c.Jwt(), ReasonCatalogue.CredentialKindRefused),
        ];

    private static IEnumerable<HostileCredential> Of(Reason? expected, params string[] messages) =>
        messages.Select(message => Row("message " + message, c => c.Edge(message), expected));

    private static HostileCredential Row(string name, Func<HostileContext, string> make, Reason? expected = null) =>
        new("edge-token " + name, TokenKind.EdgeToken, make, expected);

    private static string Text(string token) => Encoding.UTF8.GetString(Convert.FromBase64String(token));

    private static string Recoded(HostileContext context, Func<string, string> signature)
    {
        var text = Text(context.Edge());
        var border = text.LastIndexOf(':');
        return LeakWatch.Protect(
            HandmadeEdgeToken.Encode(Encoding.UTF8.GetBytes(text[..border]), signature(text[(border + 1)..]))
        );
    }

    // agent-1:2… and agent-12:… have the same letters and not the same colon.
    private static string Moved(HostileContext context) =>
        LeakWatch.Protect(
            Convert.ToBase64String(
                Encoding.UTF8.GetBytes(
                    Text(context.Edge("agent-1:2555:@+0")).Replace("1:2", "12:", StringComparison.Ordinal)
                )
            )
        );

    // A token of 3n + 1 bytes ends in a character of which four bits are spare.
    private static string SpareBits(HostileContext context)
    {
        var token = Enumerable
            .Range(1, 3)
            .Select(length => context.Edge($"{new string('a', length)}::@+0"))
            .First(token => token.EndsWith("==", StringComparison.Ordinal));
        return token[..^3] + (char)(token[^3] + 1) + "==";
    }

    private static string Decoded(HostileContext context) =>
        LeakWatch.Protect(
            HandmadeEdgeToken.Sign(
                Encoding.UTF8.GetBytes(HandmadeJwt.At("agent-1::@+0", context.Now)),
                Convert.FromHexString(context.EdgeSecret)
            )
        );

    private static string OfBytes(HostileContext context, byte[] agent) =>
        LeakWatch.Protect(
            HandmadeEdgeToken.Sign(
                [.. agent, .. Encoding.UTF8.GetBytes(HandmadeJwt.At("::@+0", context.Now))],
                Encoding.UTF8.GetBytes(context.EdgeSecret)
            )
        );
}
