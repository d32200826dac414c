using System.Buffers;
using System.Text;
using WsAuth.Credentials;
using WsAuth.KeySets;
using WsAuth.Reasons;
using WsAuth.Secrets;

namespace WsAuth.Tokens.Jwt;

/// <summary>
/// Validates JWTs (RFC 7515, 7519) by the practice of RFC 8725: those of the own service, signed with a secret, and those of other
/// issuers, signed with key pairs. The checks run in this order: size and shape, header, algorithm, key, signature, payload, type,
/// times, issuer, audience, subject.
/// </summary>
internal sealed class JwtTokenValidator : ITokenValidator
{
    private const int StackBytes = 1024;

    private readonly Func<JwtOptions> _options;
    private readonly SecretResolver _secrets;
    private readonly TimeProvider _clock;

    private readonly JwtIssuerDirectory? _issuers;

    private JwtKeyRing? _ring;
    private KnownHeader? _knownHeader;

    public JwtTokenValidator(
        Func<JwtOptions> options,
        SecretResolver secrets,
        TimeProvider clock,
        JwtIssuerDirectory? issuers = null
    )
    {
        _issuers = issuers;
        _options = options;
        _secrets = secrets;
        _clock = clock;
    }

    public TokenKind Kind => TokenKind.Jwt;

    public IEnumerable<string> SecretNames => _options() is { AcceptSecret: true } options ? [options.Secret] : [];

    public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) => shape == CredentialShape.Jwt;

    public ValueTask<TokenVerdict> ValidateAsync(
        PresentedCredential credential,
        HandshakeRequest request,
        CancellationToken cancellationToken
    )
    {
        var verdict = Validate(credential.DangerousGetText(), out var stale);
        return stale?.Refresh() is { } attempt
            ? ValidateAfterAsync(attempt, credential, verdict, cancellationToken)
            : new(verdict);
    }

    /// <summary>The whole validation with the keys that are at hand, on one thread, without a wait.</summary>
    internal TokenVerdict Validate(ReadOnlySpan<char> token) => Validate(token, out _);

    // A handshake waits for keys no longer than it was told to, and is then judged by what there is.
    private async ValueTask<TokenVerdict> ValidateAfterAsync(
        Task attempt,
        PresentedCredential credential,
        TokenVerdict verdict,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await attempt.WaitAsync(_options().KeySetWait, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return verdict;
        }

        return Validate(credential.DangerousGetText());
    }

    private TokenVerdict Validate(ReadOnlySpan<char> token, out StaleKeys? stale)
    {
        stale = null;
        var options = _options();
        var issuers = options.Issuers.Count == 0 ? null : _issuers?.Current();
        if (issuers is null && CurrentRing(options) is { IsUnavailable: true } ring)
        {
            return ring.Unavailable;
        }

        if (token.Length > JwtParts.LongestToken)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.CredentialTooLarge,
                $"It has {token.Length} characters; a JWT may have {JwtParts.LongestToken}."
            );
        }

        if (
            !JwtParts.TrySplit(token, out var parts, out var fault)
            || ParseHeader(parts.Header, out fault) is not { } header
        )
        {
            return TokenVerdict.Refused(ReasonCatalogue.TokenMalformed, fault);
        }

        return issuers?.Select(parts.Payload, header) is { } issuer
            ? ValidateOfIssuer(issuer, parts, header, out stale)
            : issuers?.RefuseStranger(parts.Payload, header) ?? ValidateOwn(CurrentRing(options), parts, header);
    }

    private TokenVerdict ValidateOfIssuer(JwtIssuer issuer, in JwtParts parts, JwtHeader header, out StaleKeys? stale)
    {
        var generation = issuer.KeySet.Generation;
        var key = issuer.Authenticate(parts, header, out var refusal, out var mayBeStale);
        stale = mayBeStale ? new StaleKeys(issuer.KeySet, generation) : null;
        return key is null
            ? refusal!
            : JwtExamination.Examine(parts.Payload, header, issuer.Rules, key, _clock.GetUtcNow());
    }

    private TokenVerdict ValidateOwn(JwtKeyRing ring, in JwtParts parts, JwtHeader header)
    {
        if (ring.IsUnavailable)
        {
            return ring.Unavailable;
        }

        if (header.Algorithm != ring.Rules.Algorithm.Name)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.AlgorithmRefused,
                $"It names {ClientText.Quote(header.Algorithm)}; secret '{ring.Ring.Name}' is for {ring.Rules.Algorithm.Name}."
            );
        }

        var now = _clock.GetUtcNow();
        if (Authenticate(parts, header, ring, now, out var refusal) is not { } key)
        {
            return refusal!;
        }

        Remember(parts.Header, header);
        return JwtExamination.Examine(parts.Payload, header, ring.Rules, key, now);
    }

    private JwtKeyRing CurrentRing(JwtOptions options)
    {
        var secret = _secrets.GetRing(options.Secret);
        var ring = Volatile.Read(ref _ring);
        if (ring is null || !ReferenceEquals(ring.Ring, secret) || !ReferenceEquals(ring.Rules.Options, options))
        {
            ring = JwtKeyRing.Follow(ring, secret, options);
            Volatile.Write(ref _ring, ring);
        }

        return ring;
    }

    // Most tokens of one issuer have the same header, letter for letter: one that was in a verified token is read once.
    private JwtHeader? ParseHeader(ReadOnlySpan<char> segment, out string? fault)
    {
        if (Volatile.Read(ref _knownHeader) is { } known && segment.Equals(known.Segment, StringComparison.Ordinal))
        {
            fault = null;
            return known.Header;
        }

        byte[]? rented = null;
        var buffer =
            segment.Length <= StackBytes
                ? stackalloc byte[StackBytes]
                : rented = ArrayPool<byte>.Shared.Rent(segment.Length);
        var header = JwtHeader.Parse(buffer[..StrictBase64Url.Decode(segment, buffer)], out fault);
        Return(rented);
        return header;
    }

    private void Remember(ReadOnlySpan<char> segment, JwtHeader header)
    {
        if (!ReferenceEquals(Volatile.Read(ref _knownHeader)?.Header, header))
        {
            Volatile.Write(ref _knownHeader, new KnownHeader(segment.ToString(), header));
        }
    }

    private static SecretKey? Authenticate(
        in JwtParts parts,
        JwtHeader header,
        JwtKeyRing ring,
        DateTimeOffset now,
        out TokenVerdict? refusal
    )
    {
        Span<byte> signature = stackalloc byte[JwtAlgorithm.LongestMac];
        var expected = ring.Rules.Algorithm.MacBytes;
        if (parts.Signature.Length != ((expected * 4) + 2) / 3)
        {
            refusal = TokenVerdict.Refused(
                ReasonCatalogue.TokenMalformed,
                $"Its signature has {parts.Signature.Length} characters, one of {header.Algorithm} has {((expected * 4) + 2) / 3}: the token was cut off or extended."
            );
            return null;
        }

        StrictBase64Url.Decode(parts.Signature, signature);
        byte[]? rented = null;
        var length = parts.SigningInput.Length;
        var input = length <= StackBytes ? stackalloc byte[StackBytes] : rented = ArrayPool<byte>.Shared.Rent(length);
        Ascii.FromUtf16(parts.SigningInput, input, out var written);
        var key = ring.FindSigner(header.KeyId, input[..written], signature[..expected], now, out refusal);
        Return(rented);
        return key;
    }

    private static void Return(byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private sealed record KnownHeader(string Segment, JwtHeader Header);
}
