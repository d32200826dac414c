using Microsoft.IdentityModel.Tokens;
using WsAuth.Reasons;
using WsAuth.Secrets;

namespace WsAuth.Tokens.Jwt;

/// <summary>
/// Gives IdentityModel the keys, issuers and audiences that WsAuth itself goes by, so that what is accepted over REST (JwtBearer) and over
/// WebSockets cannot differ. It never waits: a token that names an unknown key begins a refresh, and the next one finds its result.
/// </summary>
public sealed class JwtKeyBridge
{
    private readonly Func<JwtOptions> _options;
    private readonly SecretResolver _secrets;
    private readonly TimeProvider _clock;
    private readonly JwtIssuerDirectory _issuers;

    private OwnRing? _own;

    internal JwtKeyBridge(
        Func<JwtOptions> options,
        SecretResolver secrets,
        TimeProvider clock,
        JwtIssuerDirectory issuers
    )
    {
        _options = options;
        _secrets = secrets;
        _clock = clock;
        _issuers = issuers;
    }

    /// <summary>
    /// Makes parameters take their keys from here, and check issuer and audience by the entry that a token belongs to. What they held of keys,
    /// issuers and audiences counts no longer; their claim types and events stay as they are.
    /// </summary>
    /// <param name="parameters">For example <c>JwtBearerOptions.TokenValidationParameters</c>.</param>
    public void Connect(TokenValidationParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.IssuerSigningKey = null;
        parameters.IssuerSigningKeys = null;
        parameters.IssuerSigningKeyResolver = (token, _, _, _) => KeysOf(token);
        parameters.ValidateIssuerSigningKey = true;
        parameters.RequireSignedTokens = true;
        parameters.RequireExpirationTime = true;
        parameters.ValidateLifetime = true;
        parameters.ValidateIssuer = true;
        parameters.ValidIssuer = null;
        parameters.ValidIssuers = null;
        parameters.IssuerValidator = (issuer, token, _) => ValidateIssuer(issuer, token);
        parameters.ValidateAudience = true;
        parameters.ValidAudience = null;
        parameters.ValidAudiences = null;
        parameters.AudienceValidator = (audiences, token, _) => IsForAudience(audiences, token);
        parameters.LifetimeValidator = (notBefore, expires, token, _) => IsTimely(notBefore, expires, token);
    }

    // Only keys for the algorithm that the token names, and only of the issuer that it names: so no key can be taken for another kind of key.
    private IReadOnlyList<SecurityKey> KeysOf(string token)
    {
        var options = _options();
        if (
            token.Length > JwtParts.LongestToken
            || !JwtParts.TrySplit(token, out var parts, out _)
            || ParseHeader(parts.Header) is not { HasAcceptedType: true } header
        )
        {
            return [];
        }

        if (_issuers.Current().Select(parts.Payload, header) is not { } issuer)
        {
            ThrowOnFault(parts.Payload, new JwtRules(options));
            return options.AcceptSecret && header.Algorithm == options.Algorithm ? OwnKeys(options, header.KeyId) : [];
        }

        ThrowOnFault(parts.Payload, issuer.Rules);
        var keys = issuer.KeysFor(header);
        if (keys.Count == 0)
        {
            issuer.KeySet.Refresh();
        }

        return [.. keys.Select(key => key.ToSecurityKey())];
    }

    private List<SecurityKey> OwnKeys(JwtOptions options, string? keyId)
    {
        var ring = _secrets.GetRing(options.Secret);
        var own = Volatile.Read(ref _own);
        if (own is null || !ReferenceEquals(own.Ring, ring))
        {
            own = new OwnRing(ring, [.. ring.Keys.Select(key => (key, ToSecurityKey(key)))]);
            Volatile.Write(ref _own, own);
        }

        var now = _clock.GetUtcNow();
        var accepted = own.Keys.Where(pair => pair.Key.IsAcceptedAt(now)).ToList();
        var named = accepted.Where(pair => pair.Key.KeyId == keyId || pair.Key.Fingerprint == keyId).ToList();
        var mustBeNamed =
            keyId is not null && (ring.Keys.Any(key => key.KeyId is not null) || SecretFingerprint.HasForm(keyId));
        return [.. (named.Count > 0 || mustBeNamed ? named : accepted).Select(pair => pair.Security)];
    }

    private string ValidateIssuer(string issuer, SecurityToken token)
    {
        var (options, entry) = RulesOf(token);
        return (entry is null ? options.Issuer : entry.Rules.ExpectedIssuer) is not { } expected || expected == issuer
            ? issuer ?? ""
            : throw new SecurityTokenInvalidIssuerException(
                $"The token's iss {ClientText.Quote(issuer)} is not the expected one."
            );
    }

    private bool IsForAudience(IEnumerable<string> audiences, SecurityToken token)
    {
        var (options, entry) = RulesOf(token);
        var expected = JwtRules.Audiences(entry?.Rules.Options ?? options);
        return expected.Length == 0 || (audiences ?? []).Any(expected.Contains);
    }

    private bool IsTimely(DateTime? notBefore, DateTime? expires, SecurityToken token)
    {
        var (options, entry) = RulesOf(token);
        var skew = (entry?.Rules.Options ?? options).ClockSkew;
        var now = _clock.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + skew && (notBefore is not { } start || start <= now + skew);
    }

    // What IdentityModel has no opinion on, or reads less strictly. It is not verified yet; whatever is wrong here, no key makes it right.
    private void ThrowOnFault(ReadOnlySpan<char> segment, JwtRules rules)
    {
        var json = new byte[segment.Length];
        var payload = default(JwtPayload);
        var fault =
            payload.Read(json.AsSpan(0, StrictBase64Url.Decode(segment, json)), rules)
            ?? (
                string.IsNullOrEmpty(payload.Subject) && rules.Options.RequireSubject ? "The token has no sub."
                : payload.IssuedAt is { } issuedAt
                && DateTimeOffset.UnixEpoch.AddTicks(issuedAt) > _clock.GetUtcNow() + rules.Options.ClockSkew
                    ? "The token's iat lies ahead."
                : null
            );
        if (fault is not null)
        {
            throw new SecurityTokenValidationException(fault);
        }
    }

    // The entry that the iss names; where one goes without a name, what is not signed with a secret is of that one.
    private (JwtOptions Options, JwtIssuer? Entry) RulesOf(SecurityToken token)
    {
        var entries = _issuers.Current().All;
        var isOwn = token.SigningKey is null or SymmetricSecurityKey;
        return (
            _options(),
            entries.FirstOrDefault(entry => entry.Rules.ExpectedIssuer == token.Issuer)
                ?? (isOwn ? null : entries.FirstOrDefault(entry => entry.Rules.ExpectedIssuer is null))
        );
    }

    private static JwtHeader? ParseHeader(ReadOnlySpan<char> segment)
    {
        var json = new byte[segment.Length];
        return JwtHeader.Parse(json.AsSpan(0, StrictBase64Url.Decode(segment, json)), out _);
    }

    private static SymmetricSecurityKey ToSecurityKey(SecretKey key) =>
        new(key.DangerousGetBytes().ToArray()) { KeyId = key.EffectiveKeyId };

    private sealed record OwnRing(SecretRing Ring, IReadOnlyList<(SecretKey Key, SecurityKey Security)> Keys);
}
