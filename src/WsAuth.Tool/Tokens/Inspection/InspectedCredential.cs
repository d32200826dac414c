using WsAuth.Credentials;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>The credential with nothing around it, what it looks like, and the handshake that it is judged in.</summary>
/// <param name="Text">The credential; never printed.</param>
/// <param name="Shape">What the service takes it for.</param>
/// <param name="ShapeName">What it looks like, with its article; more exact than the shape where it is no kind of this library.</param>
/// <param name="Request">The handshake, with the credential as a bearer token.</param>
/// <param name="IsPathAssumed">Whether the path is the ticket's own, since none was given.</param>
/// <param name="IsOriginAssumed">Whether the origin is the ticket's own, since none was given.</param>
internal sealed record InspectedCredential(
    string Text,
    CredentialShape Shape,
    string ShapeName,
    InspectedRequest Request,
    bool IsPathAssumed,
    bool IsOriginAssumed
)
{
    public override string ToString() => $"[{ShapeName}, {Text.Length} characters]";
}
