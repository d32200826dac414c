using System.Text;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.Secrets.Sources;
using WsAuth.State;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Tokens.Ticket;

/// <summary>
/// Redeems connection tickets. The checks run in this order: size and shape, header, algorithm, key, signature, payload, type, times,
/// path, instance, origin, handshake, revocation; using it up is the last step.
/// </summary>
internal sealed class TicketValidator(
    Func<TicketOptions> options,
    Func<JwtOptions> jwt,
    SecretResolver secrets,
    ISingleUseStore store,
    TicketInstance instance,
    RevocationGate revocations,
    TimeProvider clock
) : ITokenValidator
{
    private const int SignatureLength = 43;

    private readonly SingleUseGate _gate = new(store, clock);
    private readonly TicketPlace _place = new(instance, store, clock);
    private Mapped? _ring;

    public TokenKind Kind => TokenKind.Ticket;

    public IEnumerable<string> SecretNames => [options().Secret];

    public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) => shape == CredentialShape.Ticket;

    public ValueTask<TokenVerdict> ValidateAsync(
        PresentedCredential credential,
        HandshakeRequest request,
        CancellationToken cancellationToken
    )
    {
        var ring = CurrentRing();
        if (ring.IsUnavailable)
        {
            return new(ring.Unavailable);
        }

        return Authenticate(credential.DangerousGetText(), ring, out var ticket) is { } refusal ? new(refusal)
            : _place.Check(ticket!, request) is { } misplaced ? new(misplaced)
            : RedeemAsync(ticket!, request, cancellationToken);
    }

    private async ValueTask<TokenVerdict> RedeemAsync(
        AuthenticTicket ticket,
        HandshakeRequest request,
        CancellationToken cancellationToken
    )
    {
        var verdict = TokenVerdict.AcceptedUnder(
            ticket.Key,
            ticket.Content.Subject,
            ticket.Claims,
            ticket.Content.SessionEnd,
            jwt().ClockSkew
        );
        verdict = await revocations.PassAsync(verdict, Kind, cancellationToken).ConfigureAwait(false);
        var refusal = verdict.IsAccepted
            ? await _gate
                .RefuseUsedAsync(
                    request,
                    ticket.Content.Subject,
                    "ticket:" + ticket.Content.Id,
                    _place.TimeLeft(ticket.Content),
                    ReasonCatalogue.TicketUsed,
                    ticket.Key,
                    cancellationToken
                )
                .ConfigureAwait(false)
            : verdict;
        if (refusal is not null)
        {
            return refusal;
        }

        ticket.Key.CountAccepted();
        return verdict;
    }

    private TokenVerdict? Authenticate(ReadOnlySpan<char> text, JwtKeyRing ring, out AuthenticTicket? ticket)
    {
        ticket = null;
        if (text.Length > TicketFormat.LongestTicket)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.CredentialTooLarge,
                $"It has {text.Length} characters; a ticket may have {TicketFormat.LongestTicket}."
            );
        }

        if (!JwtParts.TrySplit(text, out var parts, out var fault) || ReadHeader(parts, out fault) is not { } header)
        {
            return TokenVerdict.Refused(ReasonCatalogue.TokenMalformed, fault);
        }

        if (header.Algorithm != TicketFormat.Algorithm)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.AlgorithmRefused,
                $"It names {ClientText.Quote(header.Algorithm)}; a ticket is signed with {TicketFormat.Algorithm}."
            );
        }

        if (parts.Signature.Length != SignatureLength)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.TokenMalformed,
                $"Its signature has {parts.Signature.Length} characters, a ticket's has {SignatureLength}: it was cut off or extended."
            );
        }

        var input = Encoding.ASCII.GetBytes(parts.SigningInput.ToString());
        if (
            ring.FindSigner(header.KeyId, input, Decode(parts.Signature), clock.GetUtcNow(), out var refusal)
            is not { } key
        )
        {
            return refusal!.Reason == ReasonCatalogue.KeyUnknown && ring.Ring.Current is { } current
                ? OfAnotherProcess(refusal, current)
                : refusal;
        }

        return Read(Decode(parts.Payload), header, ring, key, out ticket);
    }

    // Where the key is this process's own, a ticket of another key is one of another process: that, and what to do, is the answer.
    private static TokenVerdict OfAnotherProcess(TokenVerdict refusal, SecretKey current) =>
        current.Source == EphemeralSource.Spelling
            ? TokenVerdict.Refused(
                ReasonCatalogue.TicketOtherInstance,
                $"{refusal.Detail} The key is ephemeral: tickets of another instance, or from before a restart, are signed with another one.",
                current
            )
            : refusal;

    private static TokenVerdict? Read(
        byte[] json,
        JwtHeader header,
        JwtKeyRing ring,
        SecretKey key,
        out AuthenticTicket? ticket
    )
    {
        ticket = null;
        var payload = default(JwtPayload);
        if (payload.Read(json, ring.Rules) is { } fault)
        {
            return TokenVerdict.Refused(ReasonCatalogue.TokenContentMalformed, fault, key);
        }

        if (!TicketFormat.IsTicketType(header.Type))
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.TypeRefused,
                $"Its typ is {ClientText.Quote(header.Type)}; a ticket's is {TicketFormat.Type}.",
                key
            );
        }

        if (TicketFormat.Read(json, payload, out var wrong, out var isMissing) is not { } content)
        {
            return TokenVerdict.Refused(
                isMissing ? ReasonCatalogue.ClaimMissing : ReasonCatalogue.TokenContentMalformed,
                wrong,
                key
            );
        }

        ticket = new AuthenticTicket(content, new JwtClaims(json, payload, ring.Rules.Options), key);
        return null;
    }

    private static JwtHeader? ReadHeader(in JwtParts parts, out string? fault) =>
        JwtHeader.Parse(Decode(parts.Header), out fault);

    private static byte[] Decode(ReadOnlySpan<char> segment)
    {
        var bytes = new byte[segment.Length * 3 / 4];
        StrictBase64Url.Decode(segment, bytes);
        return bytes;
    }

    // The claims of a ticket are mapped as those of a JWT are; who issued the JWT is not asked here.
    private JwtKeyRing CurrentRing()
    {
        var secret = secrets.GetRing(options().Secret);
        var mapping = jwt();
        if (
            Volatile.Read(ref _ring) is { } kept
            && ReferenceEquals(kept.Ring.Ring, secret)
            && ReferenceEquals(kept.Of, mapping)
        )
        {
            return kept.Ring;
        }

        var rules = new JwtRules(
            new JwtOptions
            {
                Algorithm = TicketFormat.Algorithm,
                NameClaim = mapping.NameClaim,
                RoleClaim = mapping.RoleClaim,
                TenantClaim = mapping.TenantClaim,
            }
        );
        var ring = new JwtKeyRing(secret, rules);
        Volatile.Write(ref _ring, new Mapped(mapping, ring));
        return ring;
    }

    private sealed record Mapped(JwtOptions Of, JwtKeyRing Ring);
}
