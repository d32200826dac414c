namespace WsAuth.Tool.Doctor.Judging;

/// <summary>The endpoint wants a credential, and this call had none: that says nothing of the client.</summary>
internal static class NothingToSend
{
    public const string Place = "this call of wsauth doctor; of the client itself nothing is known yet";

    public const string Change =
        "Name what to make one from (--env-file, --config, --environment, --kind), or give one: --credential - < token.txt.";

    public static Verdict Of(Examination seen, IReadOnlyList<string> evidence) =>
        new(
            $"The endpoint wants a credential, and this call had none to send{Because(seen)}",
            Change,
            Side.Client,
            Place,
            Confidence.Certain,
            evidence
        );

    /// <summary>Why there was none, to the end of the sentence.</summary>
    public static string Because(Examination seen) =>
        seen.Supply.Fault is { } fault ? $": {fault}" : ", as --kind none asks.";
}
