using System.Security.Claims;
using WsAuth.Comparison;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Doors;

public sealed class ApiKeyValidator(SecretResolver secrets) : ITokenValidator
{
    public static readonly TokenKind ApiKey = new("api-key");

    public TokenKind Kind => ApiKey;

    public IEnumerable<string> SecretNames => ["api"]; // resolved at start, from WsAuth:Secrets:api:Order

    public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) => credential.StartsWith("ak_");

    public ValueTask<TokenVerdict> ValidateAsync(
        PresentedCredential credential,
        HandshakeRequest request,
        CancellationToken cancellationToken
    )
    {
        var key = secrets.GetRing("api").Current;
        var isMatch =
            key is not null && new SecretDigest(key.DangerousGetBytes()).Matches(credential.DangerousGetText()[3..]);
        return new(
            isMatch
                ? TokenVerdict.Accepted("partner", [new Claim("role", "partner")])
                : TokenVerdict.Refused(ReasonCatalogue.SecretMismatch)
        );
    }
}
