using System.Diagnostics;
using System.Security.Claims;
using WsAuth.Credentials;
using WsAuth.KeySets;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.State;
using WsAuth.Tokens;

namespace WsAuth.Handshake;

/// <summary>What was decided about one handshake: accepted, with a principal and a session, or refused, with a reason.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class HandshakeDecision
{
    /// <summary>The authentication type of the principals that WsAuth makes.</summary>
    public const string AuthenticationType = "WsAuth";

    private readonly string _tenantClaim = "";
    private ClaimsPrincipal? _principal;
    private string? _requestedSessionId;
    private RefusedCredential? _refusedCredential;

    private HandshakeDecision(Refusal? refusal, TokenKind? kind, CredentialLocations location)
    {
        Refusal = refusal;
        Kind = kind;
        Location = location;
    }

    private HandshakeDecision(
        TokenVerdict verdict,
        TokenKind kind,
        CredentialLocations location,
        HandshakeRequest request,
        string tenantClaim
    )
        : this(null, kind, location)
    {
        Verdict = verdict;

        // Read here: the decision may be kept longer than the request, whose memory then is another's.
        _requestedSessionId = RequestedSession.Read(request);
        _tenantClaim = tenantClaim;
    }

    /// <summary>Whether the caller is let in.</summary>
    public bool IsAccepted => Refusal is null;

    /// <summary>Why not; null where accepted.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The credential's kind, as far as it was found out.</summary>
    public TokenKind? Kind { get; }

    /// <summary>Where the credential stood.</summary>
    public CredentialLocations Location { get; }

    /// <summary>Who is calling; null where refused, empty where the credential names nobody.</summary>
    public string? Subject => Verdict?.Subject;

    /// <summary>Whether <see cref="Subject"/> is what the caller says of itself rather than what the credential proves.</summary>
    public bool IsSubjectClaimed => Verdict?.IsSubjectClaimed ?? false;

    /// <summary>When the session ends; null where it has no end of its own.</summary>
    public DateTimeOffset? SessionEnd => Verdict?.SessionEnd;

    /// <summary>
    /// When the open socket of this session is closed: <see cref="SessionEnd"/> and the clock skew that its kind allows, so that no socket ends before
    /// its credential would be refused; null where the session has no end.
    /// </summary>
    public DateTimeOffset? ConnectionEnd =>
        Verdict is not { SessionEnd: { } end } ? null
        : end < DateTimeOffset.MaxValue - Verdict.ClockSkew ? end + Verdict.ClockSkew
        : DateTimeOffset.MaxValue;

    /// <summary>The key that verified the credential or, in a refusal, the one in force.</summary>
    public SecretKey? Key => Verdict?.Key ?? Refusal?.Key;

    /// <summary>The issuer's public key that verified the credential or, in a refusal, one that did not; null where a secret was asked.</summary>
    public IssuerKey? IssuerKey => Verdict?.IssuerKey ?? Refusal?.IssuerKey;

    /// <summary>The credential's claims, readable without making a principal; null where refused.</summary>
    public ITokenClaims? Claims => Verdict?.Claims;

    /// <summary>The caller as a principal, made when it is first asked for.</summary>
    /// <exception cref="InvalidOperationException">The handshake was refused.</exception>
    public ClaimsPrincipal Principal =>
        _principal ??= new ClaimsPrincipal(
            (
                Claims
                ?? throw new InvalidOperationException(
                    "A refused handshake has no principal; look at IsAccepted first."
                )
            ).CreateIdentity(AuthenticationType)
        );

    /// <summary>
    /// The session that the client asks to continue (<c>session_id</c>): state that the client <em>chose</em>, no credential, and not to
    /// be trusted until the application has bound it to the subject. Where the client names none: <c>session_</c> and the subject,
    /// with the tenant appended where there is one. Null where the handshake was refused, or where neither names one.
    /// </summary>
    public string? RequestedSessionId =>
        IsAccepted ? _requestedSessionId ??= RequestedSession.Default(Subject!, Claims!.Find(_tenantClaim)) : null;

    /// <summary>What of the credential can be revoked; null where refused.</summary>
    public RevocableCredential? Revocable => Verdict is null ? null : RevocationGate.Describe(Verdict, Kind!);

    private TokenVerdict? Verdict { get; }

    /// <summary>"accepted" or the reason.</summary>
    public override string ToString() => Refusal is null ? $"accepted {Kind}" : $"refused: {Refusal}";

    /// <summary>A refusal, made by the core or by a host for what only the host sees.</summary>
    public static HandshakeDecision Refused(
        Refusal refusal,
        TokenKind? kind = null,
        CredentialLocations location = CredentialLocations.None
    ) => new(refusal, kind, location);

    internal static HandshakeDecision From(
        TokenVerdict verdict,
        TokenKind kind,
        CredentialLocations location,
        HandshakeRequest request,
        string tenantClaim,
        RefusedCredential? refusedCredential
    ) =>
        verdict.IsAccepted
            ? new HandshakeDecision(verdict, kind, location, request, tenantClaim)
            : new HandshakeDecision(
                new Refusal(verdict.Reason!, verdict.Detail, verdict.Fix, verdict.Key)
                {
                    IssuerKey = verdict.IssuerKey,
                },
                kind,
                location
            )
            {
                _refusedCredential = refusedCredential,
            };

    /// <summary>
    /// Whom a credential that no secret verified says that it is of, quoted and cut: good for telling refused clients apart, and for nothing
    /// else. Null where it does not say, where the refusal is another one, or where <c>WsAuth:MismatchAnalysis</c> is off.
    /// </summary>
    public string? DescribeClaimedSubject() =>
        _refusedCredential?.ClaimedSubject is { Length: > 0 } subject ? ClientText.Quote(subject) : null;

    /// <summary>Whether there is a credential that the mismatch analysis may look at.</summary>
    internal bool HoldsCredential => _refusedCredential is not null;

    /// <summary>Gives away the credential that the mismatch analysis may look at, once: the decision forgets it. Null where there is none.</summary>
    internal RefusedCredential? TakeCredential() =>
        _refusedCredential is null ? null : Interlocked.Exchange(ref _refusedCredential, null);
}
