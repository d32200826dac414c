using WsAuth.Client;
using WsAuth.Credentials;
using WsAuth.Tokens;

namespace WsAuth.Tool.Doctor.Credentials;

/// <summary>Hands out what a handshake sends: a fresh one each time, where one can be used once only.</summary>
internal abstract class CredentialSupply : IDisposable
{
    /// <summary>What it is; null where no handshake of this doctor carries one.</summary>
    public abstract TokenKind? Kind { get; }

    /// <summary>Where it comes from, in words without a value.</summary>
    public abstract string Origin { get; }

    /// <summary>How many handshakes may carry one before that costs somebody something.</summary>
    public virtual int MostAttempts => int.MaxValue;

    /// <summary>Why none may be put into a URL unasked, where the logs of every hop keep it; null where it is short-lived.</summary>
    public virtual string? NotInUrl => null;

    /// <summary>The named secret of the configuration that it is made with; null where it is not made here.</summary>
    public virtual string? SecretName => null;

    /// <summary>Why there is none, where that was not meant so.</summary>
    public virtual string? Fault => null;

    /// <summary>What is odd about the configuration that it is made from, one sentence each.</summary>
    public virtual IReadOnlyList<string> Findings => [];

    /// <summary>Every secret that this side has at hand, so that none is shown where a server says it.</summary>
    public virtual IReadOnlyCollection<string> Held => [];

    /// <summary>One for a handshake; null where there is none.</summary>
    /// <param name="location">Where it is to stand.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract Task<MintedToken?> NextAsync(CredentialLocations location, CancellationToken cancellationToken);

    /// <summary>Where it stands unless somebody says otherwise.</summary>
    public CredentialLocations UsualLocation =>
        TokenKind.Ticket.Equals(Kind) ? CredentialLocations.QueryTicket : CredentialLocations.AuthorizationHeader;

    /// <summary>The query parameter that this kind stands in.</summary>
    public CredentialLocations QueryLocation =>
        TokenKind.Ticket.Equals(Kind) ? CredentialLocations.QueryTicket : CredentialLocations.QueryAccessToken;

    public virtual void Dispose() { }
}
