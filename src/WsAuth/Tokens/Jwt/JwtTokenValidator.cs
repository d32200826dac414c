using System.Buffers;
using System.Text;
using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Secrets;

namespace WsAuth.Tokens.Jwt;

/// <summary>
/// Validates JWTs signed with HMAC (RFC 7515, 7519) by the practice of RFC 8725. The checks run in this order: size and shape,
/// header, algorithm, key, signature, payload, type, times, issuer, audience, subject.
/// </summary>
internal sealed class JwtTokenValidator : ITokenValidator
{
    private const int StackBytes = 1024;

    private readonly Func<JwtOptions> _options;
    private readonly SecretResolver _secrets;
    private readonly TimeProvider _clock;

    private JwtKeyRing? _ring;
    private KnownHeader? _knownHeader;

    public JwtTokenValidator(Func<JwtOptions> options, SecretResolver secrets, TimeProvider clock)
    {
        _options = options;
        _secrets = secrets;
        _clock = clock;
    }

    public TokenKind Kind => TokenKind.Jwt;

    public IEnumerable<string> SecretNames => [_options().Secret];

    public bool Recognizes(ReadOnlySpan<char> credential, CredentialShape shape) => shape == CredentialShape.Jwt;

    public ValueTask<TokenVerdict> ValidateAsync(
        PresentedCredential credential,
        HandshakeRequest request,
        CancellationToken cancellationToken
    ) => new(Validate(credential.DangerousGetText()));

    /// <summary>The whole validation, on one thread, without a wait.</summary>
    internal TokenVerdict Validate(ReadOnlySpan<char> token)
    {
        var ring = CurrentRing();
        if (ring.IsUnavailable)
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
        return Examine(parts.Payload, header, ring.Rules, key, now);
    }

    private JwtKeyRing CurrentRing()
    {
        var options = _options();
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

    private static TokenVerdict Examine(
        ReadOnlySpan<char> segment,
        JwtHeader header,
        JwtRules rules,
        SecretKey key,
        DateTimeOffset now
    )
    {
        // These bytes stay: claims are read from them when someone asks.
        var json = new byte[segment.Length * 3 / 4];
        StrictBase64Url.Decode(segment, json);
        var payload = default(JwtPayload);
        if (payload.Read(json, rules) is { } fault)
        {
            return TokenVerdict.Refused(ReasonCatalogue.TokenContentMalformed, fault, key);
        }

        if (!header.HasAcceptedType)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.TypeRefused,
                $"Its typ is {ClientText.Quote(header.Type)}; JWT and at+jwt are accepted here.",
                key
            );
        }

        if (payload.Expiry is not { } expiry)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.ClaimMissing,
                "It has no exp; a token without an end is not accepted.",
                key
            );
        }

        var claims = new JwtClaims(json, payload, rules.Options);
        if (
            JwtTimes.Check(expiry, payload.NotBefore, payload.IssuedAt, now, rules.Options.ClockSkew, key) is
            { } untimely
        )
        {
            return untimely;
        }

        if (rules.Issuer is not null && !payload.IsFromIssuer)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.IssuerRefused,
                $"Expected iss '{rules.Options.Issuer}', seen {Seen(claims, "iss")}.",
                key
            );
        }

        if (rules.ChecksAudience && !payload.IsForAudience)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.AudienceRefused,
                $"Expected aud '{rules.Options.Audience}', seen {Seen(claims, "aud")}.",
                key
            );
        }

        if (string.IsNullOrEmpty(payload.Subject) && rules.Options.RequireSubject)
        {
            return TokenVerdict.Refused(
                ReasonCatalogue.ClaimMissing,
                "It has no sub; a token has to name its subject, unless WsAuth:Jwt:RequireSubject is false.",
                key
            );
        }

        key.CountAccepted();
        return TokenVerdict.Accepted(payload.Subject ?? "", claims, DateTimeOffset.UnixEpoch.AddTicks(expiry), key);
    }

    private static string Seen(JwtClaims claims, string name) =>
        claims.Find(name) is { } value ? ClientText.Quote(value) : "none";

    private static void Return(byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private sealed record KnownHeader(string Segment, JwtHeader Header);
}
