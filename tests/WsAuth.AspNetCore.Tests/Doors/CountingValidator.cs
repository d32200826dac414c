using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Doors;

/// <summary>An application's own kind: counts how often it is asked.</summary>
public sealed class CountingValidator : ITokenValidator
{
    public static readonly TokenKind Counted = new("counted");

    private static readonly Reason Refused = new(
        "counted_refused",
        401,
        4401,
        "The counted token is refused.",
        "Send another."
    );

    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public TokenKind Kind => Counted;

    public IEnumerable<string> SecretNames => [];

    public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) =>
        credential.StartsWith("counted-", StringComparison.Ordinal);

    public async ValueTask<TokenVerdict> ValidateAsync(
        PresentedCredential credential,
        HandshakeRequest request,
        CancellationToken cancellationToken
    )
    {
        Interlocked.Increment(ref _asked);
        var text = credential.DangerousGetText().ToString();
        await Task.Yield();
        return text switch
        {
            "counted-throw" => throw new InvalidOperationException("the validator is broken"),
            "counted-null" => null!,
            "counted-no" => TokenVerdict.Refused(Refused),
            _ => TokenVerdict.Accepted(text, []),
        };
    }
}
