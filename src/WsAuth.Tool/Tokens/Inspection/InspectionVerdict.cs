using WsAuth.Handshake;
using WsAuth.Tool.Tokens.Inspection.Checks;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>The end of an inspection in words.</summary>
internal static class InspectionVerdict
{
    public static string Describe(
        HandshakeDecision decision,
        HandshakeDecision bare,
        PresentedText presented,
        ServiceJudge judge,
        ShownValues shown
    )
    {
        var place = presented.IsInPlace ? $" as it stands in {presented.Place}" : "";
        if (decision.Refusal is not { } refusal)
        {
            return EphemeralTicket.IsKey(decision.Key)
                ? $"UNKNOWN{place} in {judge.EnvironmentName}: nothing is wrong with what can be read of it, for {shown.Show(decision.Subject)}{EndOf(decision, judge)}. Whether its signature is good is not known: {EphemeralTicket.Unknown}."
                : $"ACCEPTED{place} in {judge.EnvironmentName} as {shown.Show(decision.Subject)}{EndOf(decision, judge)}; {VerifiedBy.Describe(decision, judge.Secrets)}.";
        }

        var text = $"REFUSED{place} in {judge.EnvironmentName}: {refusal.Reason.Code}. {shown.Explain(refusal)}";
        if (!presented.IsInPlace || ReferenceEquals(decision, bare))
        {
            return text;
        }

        return bare.Refusal is not { } other
                ? $"{text} Sent alone as 'Authorization: Bearer <token>' it would be accepted."
            : other.Reason == refusal.Reason ? text
            : $"{text} And sent alone as 'Authorization: Bearer <token>' it would be refused too: {other.Reason.Code}. {shown.Explain(other)}";
    }

    private static string EndOf(HandshakeDecision decision, ServiceJudge judge) =>
        decision.SessionEnd is { } end ? $", its session ends {RelativeTime.Both(end, judge.Now)}" : "";
}
