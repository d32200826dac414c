namespace WsAuth.Tool.Doctor.Judging;

/// <summary>The value that this side reads is damaged in itself.</summary>
internal static class OddValueVerdict
{
    // It was sent as it is read here, and so it is no code that damages it.
    public static Verdict Of(string oddity, OwnSide own, IReadOnlyList<string> evidence) =>
        new(
            $"The secret is sent as it is read here, and what is read is damaged: {oddity}",
            $"Correct the value in {own.Source}.",
            Side.Client,
            own.Source,
            Confidence.Likely,
            evidence
        );
}
