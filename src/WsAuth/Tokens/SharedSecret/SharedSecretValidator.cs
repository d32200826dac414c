using System.Runtime.CompilerServices;
using System.Security.Claims;
using WsAuth.Comparison;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Secrets;

namespace WsAuth.Tokens.SharedSecret;

/// <summary>
/// Accepts the text of a secret that both sides hold. It proves that the caller holds the secret and nothing else: the agent
/// id is what the caller says of itself, and is marked so.
/// </summary>
internal sealed class SharedSecretValidator : ITokenValidator
{
    private const string AnonymousAgent = "shared-secret";

    private readonly Func<SharedSecretOptions> _options;
    private readonly SecretResolver _secrets;
    private readonly TimeProvider _clock;

    private readonly ConditionalWeakTable<SecretRing, Digests> _digests = [];

    public SharedSecretValidator(Func<SharedSecretOptions> options, SecretResolver secrets, TimeProvider clock)
    {
        _options = options;
        _secrets = secrets;
        _clock = clock;
    }

    public TokenKind Kind => TokenKind.SharedSecret;

    public IEnumerable<string> SecretNames => [_options().Secret];

    // The text of a secret has no shape of its own; what has another kind's shape is that kind.
    public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) =>
        shape is CredentialShape.Opaque or CredentialShape.Uuid or CredentialShape.SessionId or CredentialShape.ApiKey;

    public ValueTask<TokenVerdict> ValidateAsync(
        PresentedCredential credential,
        HandshakeRequest request,
        CancellationToken cancellationToken
    ) => new(Validate(credential.DangerousGetText(), request));

    private TokenVerdict Validate(ReadOnlySpan<char> presented, HandshakeRequest request)
    {
        var options = _options();
        var isPerAgent = _secrets.IsPerAgent(options.Secret);
        var caller = isPerAgent && NamedAgent.TryRead(request, out var named, out _) ? named : null;
        var ring = _secrets.GetRing(options.Secret, caller);
        if (ring.Current is null)
        {
            // An unknown agent is answered as a wrong secret is: whether it exists is not told. A source that fails is the server's fault.
            if (isPerAgent && !ring.HasFailedSource)
            {
                return TokenVerdict.Refused(
                    ReasonCatalogue.SecretMismatch,
                    $"There is no usable secret for {(caller is null ? "a caller that names no agent" : "agent " + ClientText.Quote(caller))}. {ring.Fault}"
                );
            }

            return TokenVerdict.Refused(ReasonCatalogue.SecretUnavailable, ring.Fault);
        }

        if (FindMatch(presented, ring) is not { } key)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.SecretMismatch,
                $"The presented secret is {SecretFingerprint.Of(presented)} ({presented.Length} characters); secret '{ring.Name}' in {ring.EnvironmentName} is {ring.DescribeCurrent()}, {ring.Current.Length} bytes.",
                ring.Current
            );
        }

        if (!NamedAgent.TryRead(request, out var agentId, out var fault))
        {
            return TokenVerdict.Refused(ReasonCatalogue.SubjectMismatch, fault, key);
        }

        key.CountAccepted();
        var subject = agentId ?? AnonymousAgent;
        DateTimeOffset? end = options.SessionLifetime is { } lifetime ? _clock.GetUtcNow() + lifetime : null;
        return TokenVerdict.Accepted(
            subject,
            new ClaimList(subject, ClaimsOf(subject, agentId)),
            end,
            key,
            isSubjectClaimed: agentId is not null
        );
    }

    // Every key is compared, whatever the first ones said: the time tells neither the match nor its place.
    private SecretKey? FindMatch(ReadOnlySpan<char> presented, SecretRing ring)
    {
        var digests = _digests.GetValue(ring, static ring => new Digests(ring));
        var now = _clock.GetUtcNow();
        SecretKey? match = null;
        foreach (var (key, digest) in digests.Keys)
        {
            var isMatch = digest.Matches(presented);
            if (isMatch && match is null && key.IsAcceptedAt(now))
            {
                match = key;
            }
        }

        return match;
    }

    private static Claim[] ClaimsOf(string subject, string? agentId) =>
        agentId is null
            ? [new Claim("sub", subject)]
            :
            [
                new Claim("sub", subject),
                new Claim("edge_agent_id", agentId),
                new Claim("edge_agent_id_claimed", "true", ClaimValueTypes.Boolean),
            ];

    private sealed class Digests(SecretRing ring)
    {
        public (SecretKey Key, SecretDigest Digest)[] Keys { get; } =
        [.. ring.Keys.Select(key => (key, new SecretDigest(key.DangerousGetBytes())))];
    }
}
