using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Testing.HostileCredentials;

/// <summary>The shared secret, and what nearly is it.</summary>
internal static class SharedSecretRows
{
    public static IEnumerable<HostileCredential> All =>
        [
            Row("as it is", c => c.EdgeSecret),
            Row("of another service", c => c.ForeignSecret, ReasonCatalogue.SecretMismatch),
            Row("of the JWTs", c => c.JwtSecret, ReasonCatalogue.SecretMismatch),
            Row(
                "in upper case",
                c => LeakWatch.Protect(c.EdgeSecret.ToUpperInvariant() + "A")[..64],
                ReasonCatalogue.SecretMismatch
            ),
            Row("without its last character", c => c.EdgeSecret[..^1], ReasonCatalogue.SecretMismatch),
            Row("without its first character", c => c.EdgeSecret[1..], ReasonCatalogue.SecretMismatch),
            Row("with one character more", c => c.EdgeSecret + "0", ReasonCatalogue.SecretMismatch),
            Row("twice", c => c.EdgeSecret + c.EdgeSecret, ReasonCatalogue.SecretMismatch),
            Row(
                "with its last character changed",
                c => c.EdgeSecret[..^1] + (c.EdgeSecret[^1] == '0' ? '1' : '0'),
                ReasonCatalogue.SecretMismatch
            ),
            Row(
                "as base64 of its bytes",
                c => LeakWatch.Protect(Convert.ToBase64String(Convert.FromHexString(c.EdgeSecret))),
                ReasonCatalogue.SecretMismatch
            ),
            Row("as one letter", _ => "x", ReasonCatalogue.SecretMismatch),
            Row("in quotes", c => $"\"{c.EdgeSecret}\"", ReasonCatalogue.CredentialMalformed),
            Row("after a second scheme", c => "Bearer " + c.EdgeSecret, ReasonCatalogue.CredentialMalformed),
            Row("with a space in it", c => c.EdgeSecret.Insert(32, " "), ReasonCatalogue.CredentialMalformed),
            Row("that is a UUID", _ => "3f2504e0-4f89-41d3-9a0c-0305e82c3301", ReasonCatalogue.SecretMismatch),
            Row("of 8,192 characters", _ => new string('z', 8192), ReasonCatalogue.SecretMismatch),
            Row("of 8,193 characters", _ => new string('z', 8193), ReasonCatalogue.CredentialTooLarge),
            Row("that is a JWT", c => c.Jwt(), ReasonCatalogue.CredentialKindRefused),
            Row("that is an edge token", c => c.Edge(), ReasonCatalogue.CredentialKindRefused),
        ];

    private static HostileCredential Row(string name, Func<HostileContext, string> make, Reason? expected = null) =>
        new("shared-secret " + name, TokenKind.SharedSecret, make, expected);
}
