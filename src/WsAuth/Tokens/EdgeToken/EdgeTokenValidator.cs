using System.Globalization;
using System.Security.Claims;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Secrets;

namespace WsAuth.Tokens.EdgeToken;

/// <summary>
/// Validates edge tokens. The checks run in this order: structure, signature, time, and that the request names no other agent.
/// Until it is too old a token can be sent again; that is the format's design.
/// </summary>
internal sealed class EdgeTokenValidator(Func<EdgeTokenOptions> options, SecretResolver secrets, TimeProvider clock)
    : ITokenValidator
{
    private EdgeTokenKeyRing? _ring;

    public TokenKind Kind => TokenKind.EdgeToken;

    public IEnumerable<string> SecretNames => [options().Secret];

    public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) => shape == CredentialShape.EdgeToken;

    public ValueTask<TokenVerdict> ValidateAsync(
        PresentedCredential credential,
        HandshakeRequest request,
        CancellationToken cancellationToken
    ) => new(Validate(credential.DangerousGetText(), request));

    private TokenVerdict Validate(ReadOnlySpan<char> text, HandshakeRequest request)
    {
        var settings = options();
        var ring = CurrentRing(settings.Secret);
        if (ring.IsUnavailable)
        {
            return ring.Unavailable;
        }

        if (EdgeTokenFormat.Read(text, out var fault) is not { } token)
        {
            return TokenVerdict.Refused(ReasonCatalogue.TokenMalformed, fault);
        }

        var now = clock.GetUtcNow();
        return ring.FindSigner(token, now) is { } key ? Examine(token, settings, request, key, now) : ring.Mismatch;
    }

    private static TokenVerdict Examine(
        EdgeTokenParts token,
        EdgeTokenOptions settings,
        HandshakeRequest request,
        SecretKey key,
        DateTimeOffset now
    )
    {
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(token.Timestamp);
        var age = now - issuedAt;
        if (age >= settings.MaximumAge)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.TokenExpired,
                $"It is {(long)age.TotalSeconds} s old; {(long)settings.MaximumAge.TotalSeconds} s are allowed (WsAuth:EdgeToken:MaximumAge).",
                key
            );
        }

        if (-age > settings.ClockSkew)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.TokenNotYetValid,
                $"Its time lies {(long)-age.TotalSeconds} s ahead; {(long)settings.ClockSkew.TotalSeconds} s are allowed.",
                key
            );
        }

        if (!NamedAgent.TryRead(request, out var named, out var fault))
        {
            return TokenVerdict.Refused(ReasonCatalogue.SubjectMismatch, fault, key);
        }

        if (named is not null && named != token.AgentId)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.SubjectMismatch,
                $"The token is for {ClientText.Quote(token.AgentId)}, the request names {ClientText.Quote(named)}.",
                key
            );
        }

        key.CountAccepted();
        return TokenVerdict.Accepted(
            token.AgentId,
            new ClaimList(token.AgentId, ClaimsOf(token)),
            issuedAt + settings.MaximumAge,
            key
        );
    }

    private EdgeTokenKeyRing CurrentRing(string name)
    {
        var secret = secrets.GetRing(name);
        var ring = Volatile.Read(ref _ring);
        if (ring is null || !ReferenceEquals(ring.Ring, secret))
        {
            ring = new EdgeTokenKeyRing(secret);
            Volatile.Write(ref _ring, ring);
        }

        return ring;
    }

    private static Claim[] ClaimsOf(EdgeTokenParts token) =>
        [
            new Claim("sub", token.AgentId),
            new Claim("edge_agent_id", token.AgentId),
            new Claim("user_phone", token.Phone),
            new Claim("iat", token.Timestamp.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64),
        ];
}
