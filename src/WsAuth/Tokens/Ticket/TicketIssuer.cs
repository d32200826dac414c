using System.Globalization;
using System.Security.Cryptography;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.State;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Tokens.Ticket;

/// <summary>Issues connection tickets. Nothing is kept of one but that its principal was issued one more.</summary>
public sealed class TicketIssuer
{
    private readonly Func<TicketOptions> _options;
    private readonly Func<JwtOptions> _jwt;
    private readonly SecretResolver _secrets;
    private readonly ISingleUseStore _store;
    private readonly TicketInstance _instance;
    private readonly TicketLimiter _limiter;
    private readonly TimeProvider _clock;

    internal TicketIssuer(
        Func<TicketOptions> options,
        Func<JwtOptions> jwt,
        SecretResolver secrets,
        ISingleUseStore store,
        TicketInstance instance,
        TimeProvider clock
    )
    {
        _options = options;
        _jwt = jwt;
        _secrets = secrets;
        _store = store;
        _instance = instance;
        _limiter = new TicketLimiter(clock);
        _clock = clock;
    }

    /// <summary>The named secret that signs tickets.</summary>
    public string SecretName => _options().Secret;

    /// <summary>Issues a ticket, or says why not. Whatever a client can cause is an answer, never an exception.</summary>
    public TicketIssue Issue(TicketRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = _options();
        var ring = _secrets.GetRing(options.Secret);
        if (ring.Current is not { } key)
        {
            return TicketIssue.Refused(ReasonCatalogue.SecretUnavailable, ring.Fault);
        }

        var principal = new TicketPrincipal(request.Principal);
        if (string.IsNullOrEmpty(principal.Subject))
        {
            return TicketIssue.Refused(
                ReasonCatalogue.ClaimMissing,
                "The principal has neither sub nor a name identifier; a ticket has to name its subject."
            );
        }

        if (TicketPath.FindFault(request.Path) is { } fault)
        {
            return TicketIssue.Refused(ReasonCatalogue.TicketPathRefused, $"It {fault}.");
        }

        var lifetime = LifetimeWithin(request.SessionEnd, options.Lifetime);
        if (lifetime <= TimeSpan.Zero)
        {
            return TicketIssue.Refused(
                ReasonCatalogue.TokenExpired,
                $"Its session ended at {request.SessionEnd:u}; a ticket would open nothing."
            );
        }

        var text = Write(request, principal, options, lifetime, key);
        return text.Length > TicketFormat.LongestTicket
            ? TicketIssue.Refused(
                ReasonCatalogue.CredentialTooLarge,
                $"The ticket would have {text.Length} characters, {TicketFormat.LongestTicket} may stand in a query: put fewer or shorter claims into it (WsAuth:Tickets:Claims)."
            )
            : Count(principal.Issuer, principal.Subject, text, options, lifetime, key);
    }

    private TicketIssue Count(
        string? issuer,
        string subject,
        string text,
        TicketOptions options,
        TimeSpan lifetime,
        SecretKey key
    ) =>
        _limiter.Take(issuer, subject, options.PerPrincipal, options.Lifetime, out var retryAfter) switch
        {
            TicketAllowance.Granted => TicketIssue.Issued(text, subject, lifetime, key),
            TicketAllowance.TooMany => TicketIssue.Refused(
                ReasonCatalogue.TooManyTickets,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Subject {ClientText.Quote(subject)} was issued {options.PerPrincipal} within {options.Lifetime.TotalSeconds:0} s (WsAuth:Tickets:PerPrincipal)."
                ),
                key,
                retryAfter
            ),
            _ => TicketIssue.Refused(
                ReasonCatalogue.StateUnavailable,
                "The count of issued tickets is full; it empties as tickets expire.",
                key,
                options.Lifetime
            ),
        };

    // A ticket does not outlive the session that it belongs to.
    private TimeSpan LifetimeWithin(DateTimeOffset? sessionEnd, TimeSpan lifetime)
    {
        var left = sessionEnd is { } end ? end - _clock.GetUtcNow() : lifetime;
        return TimeSpan.FromSeconds(Math.Floor((left < lifetime ? left : lifetime).TotalSeconds));
    }

    private string Write(
        TicketRequest request,
        TicketPrincipal principal,
        TicketOptions options,
        TimeSpan lifetime,
        SecretKey key
    )
    {
        // To the next full second, so that it lives at least as long as the answer says.
        var now = _store.IsShared ? _clock.GetUtcNow() : _instance.Clock.GetUtcNow();
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(
            now.AddTicks(TimeSpan.TicksPerSecond - 1).ToUnixTimeSeconds()
        );
        var content = new TicketContent
        {
            Subject = principal.Subject!,
            Id = RandomNumberGenerator.GetHexString(32, lowercase: true),
            IssuedAt = issuedAt,
            ExpiresAt = issuedAt + lifetime,
            Path = request.Path,
            Instance = _instance.Id,
            Origin = request.Origin,
            SessionEnd = request.SessionEnd,
            ParentId = principal.TokenId,
            ParentIssuedAt = principal.IssuedAt,
            ParentIssuer = principal.NamedIssuer,
            ParentKey = request.KeyFingerprint,
        };
        return TicketFormat.Write(key, content, writer => principal.Write(writer, options, _jwt()));
    }
}
