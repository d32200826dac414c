using WsAuth.Credentials;
using WsAuth.Tokens;
using WsAuth.Tokens.EdgeToken;
using WsAuth.Tokens.Jwt;
using WsAuth.Tool.Tokens.Inspection.Checks;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>What can be read of a token without a key. Nothing of it is verified, and the signature is never shown.</summary>
internal static class DecodedToken
{
    private static readonly ShownValues Open = new(hidesClaims: false);

    public static IReadOnlyList<TokenMember> Header(InspectedCredential credential) =>
        IsJwt(credential.Shape) && Segment(credential.Text, 0) is { } json ? TokenMember.Read(json, Open) : [];

    public static IReadOnlyList<TokenMember> Claims(InspectedCredential credential, ShownValues shown) =>
        credential.Shape == CredentialShape.EdgeToken ? OfEdgeToken(credential.Text, shown)
        : IsJwt(credential.Shape) && Segment(credential.Text, 1) is { } json ? TokenMember.Read(json, shown)
        : [];

    /// <summary>For which path and origin a ticket says that it is.</summary>
    public static (string? Path, string? Origin) ClaimsForPlace(string ticket) =>
        JwtParts.TrySplit(ticket, out var parts, out _)
            ? (UnverifiedClaim.Read(parts.Payload, "aud"), UnverifiedClaim.Read(parts.Payload, "origin"))
            : default;

    private static bool IsJwt(CredentialShape shape) =>
        shape is CredentialShape.Jwt or CredentialShape.Ticket or CredentialShape.JwtCutOff;

    // A segment whose form the server refuses is not guessed at.
    private static byte[]? Segment(string text, int number)
    {
        var segments = text.Split('.');
        return
            segments.Length is > 1 and < 5
            && number < segments.Length
            && !(number == 1 && segments.Length == 2)
            && StrictBase64Url.FindFault(segments[number]) is null
            ? JwtReading.Decode(segments[number])
            : null;
    }

    private static TokenMember[] OfEdgeToken(string text, ShownValues shown)
    {
        if (EdgeTokenFormat.Read(text, out _) is not { } parts)
        {
            return [];
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(parts.Timestamp);
        return
        [
            new TokenMember("edge_agent_id", shown.Show(parts.AgentId), null),
            new TokenMember("user_phone", shown.Show(parts.Phone), null),
            new TokenMember("ts", shown.HidesClaims ? ShownValues.Hidden : $"{parts.Timestamp}", time),
        ];
    }
}
