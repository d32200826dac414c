using WsAuth.Handshake;
using WsAuth.Tokens.EdgeToken;

namespace WsAuth.Tool.Tokens.Inspection.Checks;

/// <summary>The checks of an edge token, in the order of <see cref="EdgeTokenValidator"/>.</summary>
internal static class EdgeTokenChecks
{
    public static IReadOnlyList<TokenCheck> Of(
        InspectedCredential credential,
        HandshakeDecision decision,
        ServiceJudge judge,
        ShownValues shown
    )
    {
        var options = judge.Options.EdgeToken;
        var parts = EdgeTokenFormat.Read(credential.Text, out var fault);
        var list = new CheckList(decision, RefusedAt(decision), shown)
            .AddPresented(credential)
            .AddSecret(judge.Secrets.GetRing(options.Secret))
            .Add(CheckNames.Form, "agent, phone, time and signature", (parts is not null, fault ?? ""))
            .Add(CheckNames.Signature, VerifiedBy.Describe(decision, judge.Secrets));
        if (parts is not null)
        {
            AddContent(list, parts, options, judge, shown);
        }

        list.AddRevocation();
        return (
            options.SingleUse
                ? list.AddUnknown(CheckNames.SingleUse, "the running service knows whether it was used")
                : list
        ).End();
    }

    private static void AddContent(
        CheckList list,
        EdgeTokenParts parts,
        EdgeTokenOptions options,
        ServiceJudge judge,
        ShownValues shown
    )
    {
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(parts.Timestamp);
        var age = judge.Now - issuedAt;
        var text =
            $"made {RelativeTime.Both(issuedAt, judge.Now)}; {RelativeTime.Describe(options.MaximumAge)} are allowed";
        var ahead = $"{RelativeTime.Describe(options.ClockSkew)} ahead are allowed";
        list.Add(CheckNames.Expiry, text, (age < options.MaximumAge, text))
            .Add(CheckNames.IssuedAt, ahead, (-age <= options.ClockSkew, ahead))
            .Add(CheckNames.Agent, shown.Show(parts.AgentId));
    }

    private static string? RefusedAt(HandshakeDecision decision) =>
        CommonChecks.RefusedAt(decision)
        ?? decision.Refusal?.Reason.Code switch
        {
            "token_malformed" => CheckNames.Form,
            "signature_mismatch" => CheckNames.Signature,
            "token_expired" => CheckNames.Expiry,
            "token_not_yet_valid" => CheckNames.IssuedAt,
            "subject_mismatch" => CheckNames.Agent,
            _ => null,
        };
}
