using WsAuth.Credentials;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Reasons;

/// <summary>A validator with a defect.</summary>
internal sealed class ThrowingValidator : ITokenValidator
{
    public static readonly TokenKind Defective = new("defective");

    public TokenKind Kind => Defective;

    public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) => true;

    public ValueTask<TokenVerdict> ValidateAsync(
        PresentedCredential credential,
        HandshakeRequest request,
        CancellationToken cancellationToken
    ) => throw new InvalidOperationException("A defect of the validator.");
}
