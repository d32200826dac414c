using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Options;
using WsAuth.Registration;
using WsAuth.Secrets;
using WsAuth.Tokens;
using WsAuth.Tokens.EdgeToken;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Client;

/// <summary>
/// Makes credentials that a server accepts, because it comes to its secrets by the server's own path: the running host's
/// resolver (<see cref="For"/>), or one made from the same configuration (<see cref="FromConfiguration"/>).
/// </summary>
public sealed partial class TokenMinter : IDisposable
{
    private static readonly string[] Reserved = ["sub", "iss", "aud", "exp", "nbf", "iat", "jti"];

    private readonly WsAuthSettings _settings;
    private readonly SecretResolver _secrets;
    private readonly TimeProvider _clock;
    private readonly WsAuthRuntime? _owned;

    private TokenMinter(WsAuthSettings settings, SecretResolver secrets, TimeProvider clock, WsAuthRuntime? owned)
    {
        _settings = settings;
        _secrets = secrets;
        _clock = clock;
        _owned = owned;
    }

    /// <summary>Mints with the resolver, settings and clock of a host: delegates and settings in code included.</summary>
    /// <param name="services">The host's services, for example <c>app.Services</c> or <c>factory.Services</c>.</param>
    /// <exception cref="InvalidOperationException">WsAuth is not registered there.</exception>
    public static TokenMinter For(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var secrets =
            services.GetService<SecretResolver>()
            ?? throw new InvalidOperationException(
                "These services have no WsAuth: pass those of the server, after builder.Services.AddWsAuth(…)."
            );
        return new TokenMinter(
            services.GetRequiredService<WsAuthSettings>(),
            secrets,
            services.GetRequiredService<TimeProvider>(),
            null
        );
    }

    /// <summary>Mints with settings and secrets that are there already; whoever made them disposes of them.</summary>
    internal static TokenMinter Of(WsAuthRuntime runtime) =>
        new(runtime.Settings, runtime.Secrets, runtime.Clock, null);

    /// <summary>Mints from the same configuration as the server, in another process.</summary>
    /// <param name="configuration">The root of the configuration.</param>
    /// <param name="environment">The server's environment: <c>{ENVIRONMENT}</c> in the orders comes from it.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="variables">Where <c>env:</c> sources look; the process's variables where null.</param>
    /// <param name="clock">The clock; the system's where null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is unknown or has the wrong form.</exception>
    public static TokenMinter FromConfiguration(
        IConfiguration configuration,
        string environment,
        string section = "WsAuth",
        IEnvironmentVariables? variables = null,
        TimeProvider? clock = null
    )
    {
        var runtime = WsAuthRuntime.FromConfiguration(configuration, environment, section, variables, clock);
        return new TokenMinter(runtime.Settings, runtime.Secrets, runtime.Clock, runtime);
    }

    /// <summary>How the secrets of this minter were resolved: lay it beside the server's.</summary>
    public SecretReport Report()
    {
        _secrets.Resolve(_settings.Current.Jwt.Secret);
        _secrets.Resolve(_settings.Current.SharedSecret.Secret);
        _secrets.Resolve(_settings.Current.EdgeToken.Secret);
        return _secrets.Report();
    }

    /// <summary>A JWT, signed with the current value of the secret <c>WsAuth:Jwt:Secret</c>.</summary>
    /// <param name="subject">The <c>sub</c>; empty for none.</param>
    /// <param name="configure">Changes the content.</param>
    /// <exception cref="SecretConfigurationException">The secret has no usable value.</exception>
    /// <exception cref="ArgumentException">A registered claim stands among <see cref="JwtContent.Claims"/>.</exception>
    public MintedToken Jwt(string subject, Action<JwtContent>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var options = _settings.Current.Jwt;
        var (content, issuedAt, expiresAt) = Prepare(configure);
        var key = CurrentKey(options.Secret);
        var text = JwtWriter.Write(
            key,
            options.Algorithm,
            content.Type,
            writer => WritePayload(writer, subject, content, options, options.Issuer, issuedAt, expiresAt)
        );
        return new MintedToken(text, TokenKind.Jwt, expiresAt, key.Fingerprint, key.Source);
    }

    /// <summary>The current text of the secret <c>WsAuth:SharedSecret:Secret</c>, as clients send it.</summary>
    /// <exception cref="SecretConfigurationException">The secret has no usable value, or one that is no text.</exception>
    public MintedToken SharedSecret()
    {
        var key = CurrentKey(_settings.Current.SharedSecret.Secret);
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(key.DangerousGetBytes());
            return new MintedToken(text, TokenKind.SharedSecret, null, key.Fingerprint, key.Source);
        }
        catch (DecoderFallbackException)
        {
            throw new SecretConfigurationException([
                $"the value of {key.Source} is no text and cannot be sent as a bearer token; use one without 'hex:' or 'base64:'.",
            ]);
        }
    }

    /// <summary>An edge token, signed with the current value of the secret <c>WsAuth:EdgeToken:Secret</c>.</summary>
    /// <param name="agentId">The agent, 1–128 bytes of UTF-8 without <c>:</c> and control characters.</param>
    /// <param name="phone">The field that the wire calls <c>user_phone</c>, 0–64 bytes likewise.</param>
    /// <param name="time">Its timestamp; now where null.</param>
    /// <param name="urlSafe">Whether it is written for a URL or a sub-protocol, where <c>+</c>, <c>/</c> and <c>=</c> do not survive.</param>
    /// <exception cref="SecretConfigurationException">The secret has no usable value.</exception>
    /// <exception cref="ArgumentException">A field would move the borders of what is signed.</exception>
    public MintedToken EdgeToken(string agentId, string phone = "", DateTimeOffset? time = null, bool urlSafe = false)
    {
        var options = _settings.Current.EdgeToken;
        var key = CurrentKey(options.Secret);
        var issuedAt = time ?? _clock.GetUtcNow();
        var text = EdgeTokenFormat.Write(key, agentId, phone, issuedAt);
        return new MintedToken(
            urlSafe ? EdgeTokenFormat.ToUrlSafe(text) : text,
            TokenKind.EdgeToken,
            issuedAt + options.MaximumAge,
            key.Fingerprint,
            key.Source
        );
    }

    /// <summary>Stops following changes, where this minter has its own resolver.</summary>
    public void Dispose() => _owned?.Dispose();

    private (JwtContent, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt) Prepare(Action<JwtContent>? configure)
    {
        var content = new JwtContent();
        configure?.Invoke(content);
        if (content.Claims.Keys.FirstOrDefault(Reserved.Contains) is { } reserved)
        {
            throw new ArgumentException(
                $"'{reserved}' is a registered claim; set it by its own property.",
                nameof(configure)
            );
        }

        var issuedAt = content.IssuedAt ?? _clock.GetUtcNow();
        return (
            content,
            issuedAt,
            DateTimeOffset.FromUnixTimeSeconds((issuedAt + content.Lifetime).ToUnixTimeSeconds())
        );
    }

    private SecretKey CurrentKey(string name)
    {
        var ring = _secrets.GetRing(name);
        return ring.Current ?? throw new SecretConfigurationException([ring.Fault ?? $"secret '{name}' has no value."]);
    }

    private static void WritePayload(
        Utf8JsonWriter writer,
        string subject,
        JwtContent content,
        JwtClaimOptions options,
        string? issuer,
        DateTimeOffset issuedAt,
        DateTimeOffset expiresAt
    )
    {
        WriteText(writer, "iss", content.Issuer ?? issuer);
        WriteText(writer, "sub", subject);
        WriteText(
            writer,
            "aud",
            content.Audience ?? options.Audience?.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
        );
        writer.WriteNumber("exp", expiresAt.ToUnixTimeSeconds());
        if (content.NotBefore is { } notBefore)
        {
            writer.WriteNumber("nbf", notBefore.ToUnixTimeSeconds());
        }

        writer.WriteNumber("iat", issuedAt.ToUnixTimeSeconds());
        writer.WriteString("jti", content.TokenId ?? RandomNumberGenerator.GetHexString(32, lowercase: true));
        foreach (var (name, value) in content.Claims)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }
}
