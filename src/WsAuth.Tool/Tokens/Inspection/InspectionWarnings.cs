using WsAuth.Credentials;
using WsAuth.Handshake;
using WsAuth.Mismatch;
using WsAuth.Tokens;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>What is worth a warning beside the verdict.</summary>
internal static class InspectionWarnings
{
    public static IEnumerable<string> Of(
        InspectedCredential credential,
        PresentedText presented,
        HandshakeDecision bare,
        MismatchFinding? finding
    )
    {
        var isTheSecret =
            (bare.IsAccepted && bare.Kind?.Equals(TokenKind.SharedSecret) == true)
            || (
                finding?.SourceName is not null
                && credential.Shape is not (CredentialShape.Jwt or CredentialShape.Ticket or CredentialShape.EdgeToken)
            );
        if (isTheSecret)
        {
            yield return "This is a SECRET itself, no token: whoever sees it can sign tokens with it, and it has no end. Where it was pasted, mailed or logged, replace it.";
        }

        if (!presented.IsInPlace && presented.PeeledOff.Count > 0)
        {
            yield return $"Taken off before it was judged: {string.Join(", ", presented.PeeledOff)}. If a client sends that along, that is the fault.";
        }

        if (credential.Shape == CredentialShape.Ticket && bare.IsAccepted)
        {
            yield return "A ticket is good once, and with the in-memory store at the instance that issued it alone: neither is known here.";
        }
    }
}
