using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Tokens;

namespace WsAuth.Mismatch;

/// <summary>What of a refused credential lets a value be tried on it. Held for one analysis, and wiped after it.</summary>
internal abstract class MismatchEvidence(string secretName, string? agentId) : IDisposable
{
    /// <summary>The longest credential that is looked at, in characters; validators refuse longer ones earlier.</summary>
    public const int LongestCredential = 8192;

    /// <summary>The named secret that was asked.</summary>
    public string SecretName => secretName;

    /// <summary>The agent whose own secret was asked, where the secret has one for each; null for the one that all share.</summary>
    public string? AgentId => agentId;

    /// <summary>The key id that the credential names; null for none.</summary>
    public virtual string? KeyId => null;

    /// <summary>Whether the credential is signed, rather than the secret itself.</summary>
    public abstract bool IsSigned { get; }

    /// <summary>Takes a credential apart; null where it is not what its refusal says.</summary>
    public static MismatchEvidence? Read(RefusedCredential credential, WsAuthOptions options)
    {
        var text = credential.DangerousGetText();
        if (text.Length > LongestCredential)
        {
            return null;
        }

        return credential.Kind.Equals(TokenKind.Jwt) ? SignedEvidence.OfJwt(text, options.Jwt.Secret)
            : credential.Kind.Equals(TokenKind.Ticket) ? SignedEvidence.OfJwt(text, options.Tickets.Secret)
            : credential.Kind.Equals(TokenKind.EdgeToken) ? SignedEvidence.OfEdgeToken(text, options.EdgeToken.Secret)
            : credential.Kind.Equals(TokenKind.SharedSecret)
                ? new PresentedSecretEvidence(text, options.SharedSecret.Secret, credential.AgentId)
            : null;
    }

    /// <summary>Whether the credential was made with a value; compared in constant time.</summary>
    public abstract bool IsMadeWith(ReadOnlySpan<byte> value);

    public abstract void Dispose();

    /// <summary>Names the type and the secret; never the credential.</summary>
    public override string ToString() => $"{GetType().Name} for '{secretName}'";
}
