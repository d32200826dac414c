namespace WsAuth.Client.Diagnosis;

/// <summary>The best judgement of what was seen.</summary>
internal sealed record Judgement(HandshakePhase Phase, string Cause, string Fix)
{
    private static readonly JudgementRule[] Rules =
    [
        .. ConnectionRules.All,
        .. ReasonRules.All,
        .. AuthenticationRules.All,
        .. NegotiationRules.All,
        .. UpgradeRules.All,
    ];

    public static Judgement Of(HandshakeFacts facts)
    {
        var rule = Array.Find(Rules, it => it.Applies(facts))!;
        return new Judgement(rule.Phase, rule.Cause(facts), rule.Fix(facts));
    }
}
