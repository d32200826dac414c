using WsAuth.Handshake;

namespace WsAuth.Tool.Tokens.Inspection.Checks;

/// <summary>Whether the service reads the credential where it stands: the first check, where it is known where it stands.</summary>
internal static class PlaceCheck
{
    /// <summary>Puts the check before those of the credential alone. A refusal that they do not come to is the place's.</summary>
    public static IReadOnlyList<TokenCheck> Before(
        IReadOnlyList<TokenCheck> checks,
        PresentedText presented,
        HandshakeDecision? inPlace,
        HandshakeDecision bare,
        ShownValues shown
    )
    {
        if (inPlace is null)
        {
            return checks;
        }

        if (inPlace.Refusal is not { } refusal || refusal.Reason == bare.Refusal?.Reason)
        {
            return
            [
                new TokenCheck(
                    CheckNames.Place,
                    CheckState.Passed,
                    $"read from {presented.Place}",
                    null,
                    IsReached: true
                ),
                .. checks,
            ];
        }

        return
        [
            new TokenCheck(
                CheckNames.Place,
                CheckState.Failed,
                shown.Explain(refusal),
                refusal.Reason.Code,
                IsReached: true
            ),
            .. checks.Select(check => check with { IsReached = false }),
        ];
    }
}
