namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>What was given, taken apart: the credential, and what stood around it.</summary>
/// <param name="Credential">The credential with nothing around it.</param>
/// <param name="PeeledOff">What was taken off to come to it, outermost first.</param>
/// <param name="Carrier">The request as it stands there; null where the credential alone was given.</param>
/// <param name="FirstMessage">The first message as it stands there; null where it is none.</param>
/// <param name="Place">Where it stood, in words.</param>
internal sealed record PresentedText(
    string Credential,
    IReadOnlyList<string> PeeledOff,
    InspectedRequest? Carrier,
    string? FirstMessage,
    string Place
)
{
    /// <summary>Whether it is known how the credential is sent, so that the server's reading of it can be told.</summary>
    public bool IsInPlace => Carrier is not null || FirstMessage is not null;

    /// <summary>Whether it stands in a URL.</summary>
    public bool IsInQuery => Carrier?.UrlPath is not null;

    /// <summary>Never what it holds.</summary>
    public override string ToString() => Place;
}
