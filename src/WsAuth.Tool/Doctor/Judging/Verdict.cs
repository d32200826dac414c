namespace WsAuth.Tool.Doctor.Judging;

/// <summary>What it comes to.</summary>
/// <param name="Cause">One sentence, or two.</param>
/// <param name="Change">What to change.</param>
/// <param name="Side">Whose it is to change.</param>
/// <param name="Place">Which file, variable, setting or code.</param>
/// <param name="Confidence">How sure that is.</param>
/// <param name="Evidence">What it rests on.</param>
internal sealed record Verdict(
    string Cause,
    string Change,
    Side Side,
    string Place,
    Confidence Confidence,
    IReadOnlyList<string> Evidence
);

/// <summary>Who has to change something.</summary>
internal enum Side
{
    Nobody,
    Client,
    Server,
    Both,

    /// <summary>What stands between client and server: proxies, gateways, load balancers.</summary>
    Proxy,

    /// <summary>Names, routes, ports, firewalls.</summary>
    Network,
    Unknown,
}

/// <summary>How sure a statement is.</summary>
internal enum Confidence
{
    /// <summary>Said by the one who refused, or shown by two handshakes that differ in this alone.</summary>
    Certain,

    /// <summary>What was seen fits this best.</summary>
    Likely,

    /// <summary>What usually stands behind such an answer.</summary>
    Guess,
}
