using WsAuth.Handshake;
using WsAuth.Secrets;

namespace WsAuth.Tool.Tokens.Inspection.Checks;

/// <summary>What is checked of every kind before its own checks begin, and after them.</summary>
internal static class CommonChecks
{
    /// <summary>The check that a refusal before the validator, or for the want of a secret, stands for; null where the kind's own checks do.</summary>
    public static string? RefusedAt(HandshakeDecision decision) =>
        decision.Refusal?.Reason.Code switch
        {
            "secret_unavailable" => CheckNames.Secret,
            "credential_kind_refused" => CheckNames.Kind,
            "credential_too_large" when decision.Kind is not null => CheckNames.Form,
            "credential_missing"
            or "credential_misplaced"
            or "credential_conflict"
            or "credential_malformed"
            or "credential_too_large"
            or "subprotocol_missing" => CheckNames.Presented,
            _ => null,
        };

    public static CheckList AddPresented(this CheckList list, InspectedCredential credential) =>
        list.Add(CheckNames.Presented, $"{credential.Text.Length} characters, undamaged")
            .Add(CheckNames.Kind, $"it has the shape of {credential.ShapeName}");

    public static CheckList AddSecret(this CheckList list, SecretRing ring) =>
        list.Add(CheckNames.Secret, $"'{ring.Name}' in {ring.EnvironmentName} is {ring.DescribeCurrent()}");

    public static CheckList AddRevocation(this CheckList list) =>
        list.AddUnknown(CheckNames.Revocation, "the running service knows what is revoked");
}
