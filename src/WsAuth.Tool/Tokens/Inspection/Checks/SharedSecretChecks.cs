using WsAuth.Handshake;
using WsAuth.Tokens;

namespace WsAuth.Tool.Tokens.Inspection.Checks;

/// <summary>The checks of a value that is no token: whether it is a secret that both sides hold.</summary>
internal static class SharedSecretChecks
{
    public static IReadOnlyList<TokenCheck> Of(
        InspectedCredential credential,
        HandshakeDecision decision,
        ServiceJudge judge,
        ShownValues shown
    )
    {
        var refusedAt =
            CommonChecks.RefusedAt(decision)
            ?? decision.Refusal?.Reason.Code switch
            {
                "secret_mismatch" => CheckNames.Match,
                "subject_mismatch" => CheckNames.Agent,
                _ => null,
            };
        var list = new CheckList(decision, refusedAt, shown).AddPresented(credential);
        return decision.Kind?.Equals(TokenKind.SharedSecret) == true
            ? list.AddSecret(judge.Secrets.GetRing(judge.Options.SharedSecret.Secret))
                .Add(CheckNames.Match, VerifiedBy.Describe(decision, judge.Secrets))
                .Add(CheckNames.Agent, "what the request says; a secret proves none")
                .End()
            : list.End();
    }
}
