using System.Diagnostics;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tokens;
using WsAuth.Tokens.EdgeToken;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Handshake;

/// <summary>
/// A credential that no secret in force verified, kept with its refusal so that the mismatch analysis can look whose secret it was
/// made with. It refers to the text of the request and copies nothing.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class RefusedCredential
{
    private readonly PresentedCredential _credential;
    private string? _claimedSubject;

    private RefusedCredential(PresentedCredential credential, TokenKind kind, string? agentId)
    {
        _credential = credential;
        Kind = kind;
        AgentId = agentId;
    }

    public TokenKind Kind { get; }

    /// <summary>The agent that the request names, where the secret may be its own and the credential does not say it.</summary>
    public string? AgentId { get; }

    /// <summary>The credential where its refusal is about a secret; otherwise null.</summary>
    public static RefusedCredential? Keep(
        TokenVerdict verdict,
        TokenKind kind,
        PresentedCredential credential,
        HandshakeRequest request
    )
    {
        // A reason is one of the catalogue's own objects.
        var reason = verdict.Reason;
        if (
            !ReferenceEquals(reason, ReasonCatalogue.SignatureMismatch)
            && !ReferenceEquals(reason, ReasonCatalogue.SecretMismatch)
            && !ReferenceEquals(reason, ReasonCatalogue.KeyUnknown)
        )
        {
            return null;
        }

        // Where the key of an issuer was asked, no secret was: a refusal by a ring names its current key, unless an agent has none.
        if (kind.Equals(TokenKind.Jwt) || kind.Equals(TokenKind.Ticket))
        {
            return verdict.Key is null ? null : new RefusedCredential(credential, kind, null);
        }

        return kind.Equals(TokenKind.EdgeToken) ? new RefusedCredential(credential, kind, null)
            : !kind.Equals(TokenKind.SharedSecret) ? null
            : new RefusedCredential(
                credential,
                kind,
                NamedAgent.TryRead(request, out var agentId, out _) ? agentId : null
            );
    }

    /// <summary>Whom it says that it is of, which nobody has verified, read when it is first asked for; empty where it does not say.</summary>
    public string ClaimedSubject => _claimedSubject ??= ReadClaimedSubject() ?? "";

    /// <summary>Its text, for the analysis alone: never log, echo or store it.</summary>
    public ReadOnlySpan<char> DangerousGetText() => _credential.DangerousGetText();

    /// <summary>The credential's length and location.</summary>
    public override string ToString() => _credential.ToString();

    private string? ReadClaimedSubject()
    {
        var text = DangerousGetText();
        return Kind.Equals(TokenKind.EdgeToken) ? EdgeTokenFormat.Read(text, out _)?.AgentId
            : Kind.Equals(TokenKind.SharedSecret) ? AgentId
            : JwtParts.TrySplit(text, out var parts, out _) ? UnverifiedClaim.Read(parts.Payload, "sub")
            : null;
    }
}
