using Microsoft.Extensions.Logging;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Secrets;
using WsAuth.Tokens;

namespace WsAuth.Registration;

/// <summary>Says at start what the settings leave open: whether there are any, which claims of JWTs are not checked, which secrets nobody uses.</summary>
public sealed partial class SettingsReport
{
    private readonly WsAuthSettings _settings;
    private readonly HandshakeAuthenticator _authenticator;
    private readonly ILogger _logger;

    /// <summary>Made by the container.</summary>
    public SettingsReport(WsAuthSettings settings, HandshakeAuthenticator authenticator, ILogger<SettingsReport> logger)
    {
        _settings = settings;
        _authenticator = authenticator;
        _logger = logger;
    }

    /// <summary>Logs it.</summary>
    /// <param name="accepted">The kinds that some endpoint accepts.</param>
    public void Write(IEnumerable<TokenKind> accepted)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        var options = _settings.Current;
        if (options.SettingCount is { } count)
        {
            LogSection(
                options.Section,
                count == 0 ? "absent or empty; the built-in defaults apply" : $"{count} settings"
            );
        }

        foreach (var warning in options.Warnings)
        {
            LogSectionIgnored(warning);
        }

        if (accepted.Contains(TokenKind.Jwt))
        {
            ReportClaims(options);
        }

        ReportSecrets(options);
    }

    private void ReportClaims(WsAuthOptions options)
    {
        var jwt = options.Jwt;
        if (jwt.AcceptSecret)
        {
            ReportUnchecked(LogLevel.Information, $"{options.Section}:Jwt", "", jwt.Issuer, jwt.Audience);
        }

        // An issuer that serves others too: whoever holds a token for one of them gets in here.
        foreach (var (name, issuer) in jwt.Issuers)
        {
            ReportUnchecked(
                issuer.Audience is null ? LogLevel.Warning : LogLevel.Information,
                $"{options.Section}:Jwt:Issuers:{name}",
                $" of issuer '{name}'",
                issuer.Issuer ?? issuer.Authority,
                issuer.Audience
            );
        }
    }

    private void ReportUnchecked(LogLevel level, string section, string whose, string? issuer, string? audience)
    {
        List<string> claims = [];
        List<string> missing = [];
        if (issuer is null)
        {
            claims.Add("issuer (iss)");
            missing.Add($"{section}:Issuer");
        }

        if (audience is null)
        {
            claims.Add("audience (aud)");
            missing.Add($"{section}:Audience");
        }

        if (claims.Count > 0)
        {
            LogUnchecked(
                level,
                whose,
                string.Join(" and ", claims),
                string.Join(" and ", missing),
                claims.Count == 1 ? "it" : "them"
            );
        }
    }

    // Only a name that is nearly one in use: another may be the application's own, which asks the resolver for it.
    private void ReportSecrets(WsAuthOptions options)
    {
        var used = _authenticator
            .Kinds.SelectMany(_authenticator.SecretNamesOf)
            .Concat([options.Jwt.Secret, options.SharedSecret.Secret, options.EdgeToken.Secret, options.Tickets.Secret])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in options.Secrets.Keys.Where(name => !used.Contains(name)))
        {
            var suggestion = DidYouMean.Suggest(name, used);
            if (suggestion.Length > 0)
            {
                LogUnusedSecret($"{options.Section}:Secrets:{name}", name, suggestion);
            }
        }
    }

    [LoggerMessage(
        EventId = 2103,
        Message = "JWTs{Whose} are accepted without checking their {Claims}; set {Settings} to check {Them}.",
        EventName = "ClaimsUnchecked"
    )]
    private partial void LogUnchecked(LogLevel level, string whose, string claims, string settings, string them);

    [LoggerMessage(2105, LogLevel.Information, "Configuration section {Section}: {State}.", EventName = "SectionRead")]
    private partial void LogSection(string section, string state);

    [LoggerMessage(2106, LogLevel.Warning, "{Finding}", EventName = "SectionIgnored")]
    private partial void LogSectionIgnored(string finding);

    [LoggerMessage(
        2107,
        LogLevel.Warning,
        "{Setting} is not in use: no kind uses secret '{Secret}'{Suggestion}",
        EventName = "SecretUnused"
    )]
    private partial void LogUnusedSecret(string setting, string secret, string suggestion);
}
