using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.State;

namespace WsAuth.Tokens.EdgeToken;

/// <summary>
/// Validates edge tokens. The checks run in this order: structure, signature, time, and that the request names no other agent.
/// Until it is too old a token can be sent again; that is the format's design, unless single use is on: then using it up is the last step.
/// </summary>
internal sealed class EdgeTokenValidator(
    Func<EdgeTokenOptions> options,
    SecretResolver secrets,
    ISingleUseStore store,
    RevocationGate revocations,
    TimeProvider clock
) : ITokenValidator
{
    private readonly SingleUseGate _gate = new(store, clock);
    private readonly SteadyClock _steady = new(clock);
    private readonly ConditionalWeakTable<SecretRing, EdgeTokenKeyRing> _rings = [];

    public TokenKind Kind => TokenKind.EdgeToken;

    public IEnumerable<string> SecretNames => [options().Secret];

    public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) => shape == CredentialShape.EdgeToken;

    public ValueTask<TokenVerdict> ValidateAsync(
        PresentedCredential credential,
        HandshakeRequest request,
        CancellationToken cancellationToken
    )
    {
        var settings = options();
        var verdict = Validate(credential.DangerousGetText(), settings, request, out var token);
        return verdict.IsAccepted && settings.SingleUse
            ? UseAsync(verdict, token!, settings, request, cancellationToken)
            : new(Count(verdict));
    }

    // By the wall clock a token lives again when that is set back; by steady time it does not, and the store forgets it no earlier.
    private async ValueTask<TokenVerdict> UseAsync(
        TokenVerdict verdict,
        EdgeTokenParts token,
        EdgeTokenOptions settings,
        HandshakeRequest request,
        CancellationToken cancellationToken
    )
    {
        var left = DateTimeOffset.FromUnixTimeSeconds(token.Timestamp) + settings.MaximumAge - _steady.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.TokenExpired,
                $"By the time that has passed since this process started it is {(long)-left.TotalSeconds} s too old; the wall clock was set back, or was wrong at that start.",
                verdict.Key
            );
        }

        verdict = await revocations.PassAsync(verdict, Kind, cancellationToken).ConfigureAwait(false);
        if (!verdict.IsAccepted)
        {
            return verdict;
        }

        var id = "edge:" + Convert.ToHexStringLower(token.Mac);
        var refusal = await _gate
            .RefuseUsedAsync(
                request,
                verdict.Subject!,
                id,
                left,
                ReasonCatalogue.TokenReplayed,
                verdict.Key!,
                cancellationToken
            )
            .ConfigureAwait(false);
        return refusal ?? Count(verdict);
    }

    private static TokenVerdict Count(TokenVerdict verdict)
    {
        if (verdict.IsAccepted)
        {
            verdict.Key!.CountAccepted();
        }

        return verdict;
    }

    private TokenVerdict Validate(
        ReadOnlySpan<char> text,
        EdgeTokenOptions settings,
        HandshakeRequest request,
        out EdgeTokenParts? token
    )
    {
        token = null;
        var isPerAgent = secrets.IsPerAgent(settings.Secret);
        var ring = KeyedRing(secrets.GetRing(settings.Secret));
        if (ring.IsUnavailable && !isPerAgent)
        {
            return ring.Unavailable;
        }

        token = EdgeTokenFormat.Read(text, out var fault);
        if (token is null)
        {
            return TokenVerdict.Refused(ReasonCatalogue.TokenMalformed, fault);
        }

        if (isPerAgent)
        {
            // An unknown agent is answered as a wrong signature is: whether it exists is not told. A source that fails is the server's fault.
            var own = secrets.GetRing(settings.Secret, token.AgentId);
            if (own.Current is null)
            {
                return TokenVerdict.Refused(
                    own.HasFailedSource ? ReasonCatalogue.SecretUnavailable : ReasonCatalogue.SignatureMismatch,
                    $"There is no usable secret for agent {ClientText.Quote(token.AgentId)}. {own.Fault}"
                );
            }

            ring = KeyedRing(own);
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

        return TokenVerdict.AcceptedUnder(
            key,
            token.AgentId,
            new ClaimList(token.AgentId, ClaimsOf(token)),
            issuedAt + settings.MaximumAge,
            settings.ClockSkew
        );
    }

    private EdgeTokenKeyRing KeyedRing(SecretRing ring) =>
        _rings.GetValue(ring, static ring => new EdgeTokenKeyRing(ring));

    private static Claim[] ClaimsOf(EdgeTokenParts token) =>
        [
            new Claim("sub", token.AgentId),
            new Claim("edge_agent_id", token.AgentId),
            new Claim("user_phone", token.Phone),
            new Claim("iat", token.Timestamp.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64),
        ];
}
