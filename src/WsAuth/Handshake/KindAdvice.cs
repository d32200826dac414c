using WsAuth.Credentials;
using WsAuth.Tokens;

namespace WsAuth.Handshake;

/// <summary>What to change where a credential is of a kind that an endpoint, or the place where it stands, does not accept.</summary>
internal static class KindAdvice
{
    /// <summary>Where it stands in a place that carries tickets only.</summary>
    public static string ForPlace(CredentialLocations place, CredentialShape shape, HandshakeRequirements requirements)
    {
        var isToken = shape == CredentialShape.Jwt && requirements.Kinds.Contains(TokenKind.Jwt);
        return place switch
        {
            CredentialLocations.FirstMessage when isToken =>
                "Send it as \"token\": {\"action\":\"auth\",\"token\":\"<token>\"}.",
            CredentialLocations.SubProtocol when isToken => "Offer it as the sub-protocol bearer.<token>.",
            CredentialLocations.FirstMessage =>
                "POST to the ticket endpoint and send the ticket that it answers; any other credential is sent as \"token\".",
            _ =>
                "POST to the ticket endpoint and send the ticket that it answers; send any other credential as 'Authorization: Bearer <token>'.",
        };
    }

    /// <summary>Where its shape is of no accepted kind; null where the reason's own fix says it.</summary>
    public static string? ForShape(CredentialShape shape, HandshakeRequirements requirements)
    {
        var kinds = requirements.Kinds;
        return shape switch
        {
            CredentialShape.SessionId =>
                "Send an access token to authenticate, and the session id, which is state, as session_id.",
            CredentialShape.Uuid =>
                "If it is a session id, which is state, send it as session_id, and an access token to authenticate.",
            CredentialShape.Ticket =>
                $"Accept tickets here, by TokenKind.Ticket in RequireWsAuth, or send a credential of kind {requirements}.",
            CredentialShape.Jwt when kinds.Count == 1 && kinds.Contains(TokenKind.Ticket) =>
                "POST to the ticket endpoint with this token, and connect with the ticket that it answers.",
            CredentialShape.Opaque
                when kinds.Contains(TokenKind.EdgeToken) && !kinds.Contains(TokenKind.SharedSecret) =>
                "Send an edge token; if this is the shared secret itself, sign one with it (docs/edge-tokens.md).",
            _ => null,
        };
    }
}
