using WsAuth.Credentials;

namespace WsAuth.Tokens;

/// <summary>
/// Validates one kind of credential. Register your own by <c>AddTokenValidator&lt;T&gt;()</c> and accept its kind at an endpoint.
/// One instance serves all requests, at the same time.
/// </summary>
public interface ITokenValidator
{
    /// <summary>The kind that this validator is for.</summary>
    TokenKind Kind { get; }

    /// <summary>Whether a credential is of this kind, judged by its shape alone: cheap, and never by comparing it with a secret.</summary>
    /// <param name="credential">The credential's text.</param>
    /// <param name="shape">What it looks like.</param>
    bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape);

    /// <summary>
    /// Accepts or refuses. Whatever a client can cause is a verdict, never an exception; an exception is a defect, and is
    /// answered as one (<c>validator_failed</c>).
    /// </summary>
    /// <param name="credential">The credential.</param>
    /// <param name="request">The request that carried it.</param>
    /// <param name="cancellationToken">Fires when the client has gone.</param>
    ValueTask<TokenVerdict> ValidateAsync(
        PresentedCredential credential,
        HandshakeRequest request,
        CancellationToken cancellationToken
    );

    /// <summary>The named secrets that this validator needs; they are resolved when the host starts.</summary>
    IEnumerable<string> SecretNames => [];
}
