namespace WsAuth.Client.Diagnosis;

/// <summary>What a client has to check of a 101 (RFC 6455 §4.1).</summary>
internal static class UpgradeCheck
{
    public static bool Passes(DiagnosedRequest request, HandshakeFacts facts, DiagnosisSteps steps)
    {
        var answer = facts.Answer!;
        (facts.Obstacle, facts.Seen) =
            !answer.Lists("Upgrade", "websocket") ? (Obstacle.UpgradeHeadersWrong, "Upgrade: websocket is missing")
            : !answer.Lists("Connection", "Upgrade") ? (Obstacle.UpgradeHeadersWrong, "Connection: Upgrade is missing")
            : !request.IsAcceptedBy(answer["Sec-WebSocket-Accept"])
                ? (
                    Obstacle.AcceptKeyWrong,
                    answer["Sec-WebSocket-Accept"] is null
                        ? "Sec-WebSocket-Accept is missing"
                        : "Sec-WebSocket-Accept is another one's"
                )
            : answer["Sec-WebSocket-Extensions"] is { } extensions
                ? (Obstacle.ExtensionNotOffered, facts.Conceal.Show(extensions))
            : (Obstacle.None, "");
        return steps.Tell(
                DiagnosisSteps.Upgrade,
                facts.Obstacle == Obstacle.None,
                facts.Obstacle == Obstacle.None ? "Upgrade, Connection and Sec-WebSocket-Accept are right" : facts.Seen
            ) && PassesSubProtocol(facts, steps);
    }

    private static bool PassesSubProtocol(HandshakeFacts facts, DiagnosisSteps steps)
    {
        var chosen = facts.Answer!["Sec-WebSocket-Protocol"];
        if (chosen is not null && !facts.Offered.Contains(chosen, StringComparer.Ordinal))
        {
            (facts.Obstacle, facts.Seen) = (Obstacle.SubProtocolNotOffered, facts.Conceal.Name(chosen));
            return steps.Tell(DiagnosisSteps.SubProtocol, false, $"{facts.Seen} was not offered");
        }

        if (chosen is null && facts.Offered.Count > 0)
        {
            steps.Tell(
                DiagnosisSteps.SubProtocol,
                StepOutcome.Warned,
                "offered, and none chosen: browsers and Node fail with that"
            );
        }
        else if (chosen is not null && facts.Conceal.Holds(chosen))
        {
            steps.Tell(
                DiagnosisSteps.SubProtocol,
                StepOutcome.Warned,
                "the server chose the one that carries the credential, which so stands in its answer, and in the logs of every hop"
            );
        }
        else if (chosen is not null)
        {
            steps.Tell(DiagnosisSteps.SubProtocol, StepOutcome.Passed, $"{facts.Conceal.Name(chosen)} was chosen");
        }
        else
        {
            steps.Tell(DiagnosisSteps.SubProtocol, StepOutcome.Skipped, "none offered");
        }

        return true;
    }
}
