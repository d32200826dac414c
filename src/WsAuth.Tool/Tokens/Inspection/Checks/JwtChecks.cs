using WsAuth.Handshake;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Tool.Tokens.Inspection.Checks;

/// <summary>The checks of a JWT, in the order of <see cref="JwtTokenValidator"/>.</summary>
internal static class JwtChecks
{
    public static IReadOnlyList<TokenCheck> Of(
        InspectedCredential credential,
        HandshakeDecision decision,
        ServiceJudge judge,
        ShownValues shown
    )
    {
        var reading = JwtReading.Of(credential.Text, judge);
        var list = new CheckList(decision, RefusedAt(decision, reading, judge), shown).AddPresented(credential);
        AddSigned(list, decision, reading, judge, shown);
        var content = new JwtContentChecks(reading, judge, shown);
        content.AddTo(list);
        return list.AddRevocation().End();
    }

    private static void AddSigned(
        CheckList list,
        HandshakeDecision decision,
        JwtReading reading,
        ServiceJudge judge,
        ShownValues shown
    )
    {
        if (reading.IssuerName is null && judge.Options.Jwt.AcceptSecret)
        {
            list.AddSecret(judge.Secrets.GetRing(judge.Options.Jwt.Secret));
        }

        list.Add(CheckNames.Form, "three parts of canonical base64url", reading.FormOutcome)
            .Add(CheckNames.Header, "one JSON object", reading.HeaderOutcome)
            .Add(CheckNames.Algorithm, reading.Header?.Algorithm ?? "")
            .Add(
                CheckNames.Key,
                reading.Header?.KeyId is { } keyId ? $"kid {ShowKeyId(keyId)}"
                    : reading.IssuerName is { } name ? $"no kid; the keys of issuer '{name}' in their order"
                    : "no kid; the held keys in their order"
            )
            .Add(CheckNames.Signature, VerifiedBy.Describe(decision, judge.Secrets));
    }

    public static string ShowKeyId(string keyId) => SecretFingerprint.HasForm(keyId) ? keyId : ClientText.Quote(keyId);

    private static string? RefusedAt(HandshakeDecision decision, JwtReading reading, ServiceJudge judge) =>
        CommonChecks.RefusedAt(decision)
        ?? decision.Refusal?.Reason.Code switch
        {
            "token_malformed" => reading.FormFault is not null ? CheckNames.Form
            : reading.Header is null ? CheckNames.Header
            : CheckNames.Signature,
            "algorithm_refused" => CheckNames.Algorithm,
            "key_unknown" => CheckNames.Key,
            "signature_mismatch" => CheckNames.Signature,
            "token_content_malformed" => CheckNames.Payload,
            "type_refused" => CheckNames.Type,
            "token_expired" => CheckNames.Expiry,
            "token_not_yet_valid" => reading.IsBeforeNotBefore(judge) ? CheckNames.NotBefore : CheckNames.IssuedAt,
            "claim_missing" => reading.Payload.Expiry is null ? CheckNames.Expiry : CheckNames.Subject,
            // Before its signature: there are no keys of such an issuer to verify it with.
            "issuer_refused" => decision.Key is null && decision.IssuerKey is null
                ? CheckNames.Algorithm
                : CheckNames.Issuer,
            "audience_refused" => CheckNames.Audience,
            _ => null,
        };
}
