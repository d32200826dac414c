using WsAuth.Tokens;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>How a credential is to be judged.</summary>
/// <param name="Kinds">What the endpoint accepts; empty for all that the configuration has secrets for.</param>
/// <param name="Path">The path of the WebSocket URL; null for the URL's or the ticket's own.</param>
/// <param name="Origin">The page's origin; null for none, or the ticket's own.</param>
/// <param name="Agent">The agent that the request names; null for none.</param>
/// <param name="HidesClaims">Whether the names of claims are shown without their values.</param>
internal sealed record InspectionRequest(
    IReadOnlyList<TokenKind> Kinds,
    string? Path,
    string? Origin,
    string? Agent,
    bool HidesClaims
);
