using WsAuth.Credentials;
using WsAuth.Tokens;

namespace WsAuth.Tests.Handshake;

/// <summary>A validator as a user writes it, for API keys; a test says what it does. (Mocks cannot take spans.)</summary>
internal class OwnValidator : ITokenValidator
{
    public TokenKind Kind { get; } = new("mine");

    public int Asked { get; private set; }

    public Func<CredentialShape, bool> OnRecognize { get; set; } = shape => shape == CredentialShape.ApiKey;

    public Func<ValueTask<TokenVerdict>> OnValidate { get; set; } =
        () => throw new InvalidOperationException("Nobody said what to answer.");

    public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) => OnRecognize(shape);

    public ValueTask<TokenVerdict> ValidateAsync(
        PresentedCredential credential,
        HandshakeRequest request,
        CancellationToken cancellationToken
    )
    {
        Asked++;
        return OnValidate();
    }
}
