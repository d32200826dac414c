using WsAuth.Handshake;

namespace WsAuth.Tool.Tokens.Inspection.Checks;

/// <summary>
/// The checks of the server in its order. Its decision is the truth: what comes before the check that refused has passed, and what comes after it, which the
/// server does not look at, is told as far as it can be read.
/// </summary>
internal sealed class CheckList(HandshakeDecision decision, string? refusedAt, ShownValues shown)
{
    private readonly List<TokenCheck> _checks = [];
    private bool _isRefused;

    public IReadOnlyList<TokenCheck> Checks => _checks;

    /// <summary>Adds the next check.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="passed">What to say where it passed.</param>
    /// <param name="beyond">Its own outcome where the server does not get that far; null where it cannot be told.</param>
    public CheckList Add(string name, string passed, (bool IsPassed, string Detail)? beyond = null)
    {
        if (_isRefused)
        {
            _checks.Add(
                beyond is { } outcome
                    ? new TokenCheck(
                        name,
                        outcome.IsPassed ? CheckState.Passed : CheckState.Failed,
                        outcome.Detail,
                        null,
                        IsReached: false
                    )
                    : new TokenCheck(name, CheckState.Unknown, "not looked at", null, IsReached: false)
            );
        }
        else if (name == refusedAt)
        {
            Refuse(name);
        }
        else
        {
            _checks.Add(new TokenCheck(name, CheckState.Passed, passed, null, IsReached: true));
        }

        return this;
    }

    /// <summary>Adds what only the running service can know.</summary>
    public CheckList AddUnknown(string name, string why)
    {
        _checks.Add(new TokenCheck(name, CheckState.Unknown, why, null, IsReached: !_isRefused));
        return this;
    }

    /// <summary>Ends the list: a refusal that none of the checks stands for is never left out.</summary>
    public IReadOnlyList<TokenCheck> End()
    {
        if (!decision.IsAccepted && !_isRefused)
        {
            Refuse("other");
        }

        return _checks;
    }

    private void Refuse(string name)
    {
        _isRefused = true;
        var refusal = decision.Refusal!;
        _checks.Add(
            new TokenCheck(name, CheckState.Failed, shown.Explain(refusal), refusal.Reason.Code, IsReached: true)
        );
    }
}
