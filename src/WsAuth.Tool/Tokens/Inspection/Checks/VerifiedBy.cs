using WsAuth.Handshake;
using WsAuth.Secrets;

namespace WsAuth.Tool.Tokens.Inspection.Checks;

/// <summary>The key that verifies a credential, in words: source, position and fingerprint.</summary>
internal static class VerifiedBy
{
    public static string Describe(HandshakeDecision decision, SecretResolver secrets)
    {
        if (decision.IssuerKey is { } issuers)
        {
            return $"verified with the issuer's public key {issuers}";
        }

        if (decision.Key is not { } key)
        {
            return "verified";
        }

        var name = NameOf(key, secrets);
        return key.IsCurrent
            ? $"verified with {key.Source} (source {key.Position} of '{name}', {key.Fingerprint}), which is in force"
            : $"verified with {key.Source} (previous value {key.Position} of '{name}', {key.Fingerprint}{(key.Until is { } until ? $", accepted until {RelativeTime.Absolute(until)}" : "")}): a new token is signed with another value";
    }

    private static string NameOf(SecretKey key, SecretResolver secrets) =>
        secrets.Resolved.FirstOrDefault(secret => secret.Ring.Keys.Any(held => ReferenceEquals(held, key)))?.Name
        ?? "its secret";
}
