namespace WsAuth.Client.Diagnosis;

/// <summary>One row of judgement: the first whose condition holds tells phase, cause and fix.</summary>
internal sealed record JudgementRule(
    HandshakePhase Phase,
    Func<HandshakeFacts, bool> Applies,
    Func<HandshakeFacts, string> Cause,
    Func<HandshakeFacts, string> Fix
)
{
    public JudgementRule(HandshakePhase phase, Func<HandshakeFacts, bool> applies, string cause, string fix)
        : this(phase, applies, _ => cause, _ => fix) { }

    public JudgementRule(
        HandshakePhase phase,
        Func<HandshakeFacts, bool> applies,
        Func<HandshakeFacts, string> cause,
        string fix
    )
        : this(phase, applies, cause, _ => fix) { }
}
