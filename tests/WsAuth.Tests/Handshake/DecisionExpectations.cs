using WsAuth.Handshake;
using Xunit;

namespace WsAuth.Tests.Handshake;

internal static class DecisionExpectations
{
    /// <summary>Refused for this reason, with this in the explanation and nothing of a caller in the decision.</summary>
    public static void ShouldBeRefused(this HandshakeDecision decision, string code, string explanation = "")
    {
        Assert.Equal(code, decision.Refusal?.Reason.Code);
        Assert.Contains(explanation, decision.Refusal!.Explanation, StringComparison.Ordinal);
        Assert.False(decision.IsAccepted);
        Assert.Null(decision.Subject);
        Assert.Null(decision.Claims);
        Assert.Null(decision.RequestedSessionId);
        Assert.Throws<InvalidOperationException>(() => decision.Principal);
    }
}
