using Microsoft.Extensions.Configuration;
using WsAuth.Secrets;
using WsAuth.Tokens.Jwt;
using WsAuth.Tokens.Ticket;

namespace WsAuth.Options;

/// <summary>The schema: reads a configuration section into <see cref="WsAuthOptions"/>. What is not read here is no setting.</summary>
internal static class WsAuthOptionsReader
{
    public static void Read(IConfiguration configuration, string sectionName, WsAuthOptions options)
    {
        options.Section = sectionName;
        var root = new SettingsSection(configuration.GetSection(sectionName), options.Faults);
        root.Text("Environment", value => options.Environment = value);
        root.Dictionary("Secrets", (name, secret) => ReadSecret(name, secret, options));
        root.Duration("SecretPollingInterval", value => options.SecretPollingInterval = value);
        root.Section("Jwt", section => ReadJwt(section, options));
        root.Section(
            "SharedSecret",
            section =>
            {
                section.Text("Secret", value => options.SharedSecret.Secret = value);
                section.Duration("SessionLifetime", value => options.SharedSecret.SessionLifetime = value);
                section.End("AcceptUntil", value => options.SharedSecret.AcceptUntil = value);
                section.Flag("Deprecated", value => options.SharedSecret.Deprecated = value);
            }
        );
        root.Section(
            "EdgeToken",
            section =>
            {
                section.Text("Secret", value => options.EdgeToken.Secret = value);
                section.Duration("MaximumAge", value => options.EdgeToken.MaximumAge = value);
                section.Duration("ClockSkew", value => options.EdgeToken.ClockSkew = value);
                section.Flag("SingleUse", value => options.EdgeToken.SingleUse = value);
            }
        );
        root.Section("Tickets", section => ReadTickets(section, options.Tickets));
        root.Section(
            "Query",
            section =>
            {
                section.Flag("AccessToken", value => options.Query.AccessToken = value);
                section.Flag("Ticket", value => options.Query.Ticket = value);
            }
        );
        root.Section("Cookie", section => section.Text("Name", value => options.Cookie.Name = value));
        root.Section(
            "FirstMessage",
            section =>
            {
                section.Duration("Timeout", value => options.FirstMessage.Timeout = value);
                section.WholeNumber("MaximumWaiting", value => options.FirstMessage.MaximumWaiting = value);
            }
        );
        root.Section(
            "Journal",
            section =>
            {
                section.Duration("Retention", value => options.Journal.Retention = value);
                section.WholeNumber("Capacity", value => options.Journal.Capacity = value);
                section.WholeNumber("QuestionsPerMinute", value => options.Journal.QuestionsPerMinute = value);
            }
        );
        root.Section(
            "Connections",
            section =>
            {
                section.Flag("CloseAtSessionEnd", value => options.Connections.CloseAtSessionEnd = value);
                section.Flag("CloseAtShutdown", value => options.Connections.CloseAtShutdown = value);
                section.Duration("CloseGrace", value => options.Connections.CloseGrace = value);
                section.Flag("TellSessionEnd", value => options.Connections.TellSessionEnd = value);
                section.Duration("RevalidationInterval", value => options.Connections.RevalidationInterval = value);
                section.Duration("RevalidationTimeout", value => options.Connections.RevalidationTimeout = value);
                section.WholeNumber("ToleratedFailures", value => options.Connections.ToleratedFailures = value);
            }
        );
        root.Section(
            "Limits",
            section =>
            {
                section.WholeNumber("ConnectionsPerSubject", value => options.Limits.ConnectionsPerSubject = value);
                section.WholeNumber("ConnectionsInAll", value => options.Limits.ConnectionsInAll = value);
                section.WholeNumber("FailedAttempts", value => options.Limits.FailedAttempts = value);
                section.Duration("FailureWindow", value => options.Limits.FailureWindow = value);
            }
        );
        root.Text("Origins", value => options.Origins = value);
        root.Flag("DangerousAllowAnyOrigin", value => options.DangerousAllowAnyOrigin = value);
        root.Choice<RefusalMode>("Refusal", value => options.Refusal = value);
        root.Duration("RefusalLogInterval", value => options.RefusalLogInterval = value);
        root.Choice<RefusalDetail>("RefusalDetail", value => options.RefusalDetail = value);
        root.Flag("MismatchAnalysis", value => options.MismatchAnalysis = value);
        root.Text(
            "HelpBase",
            value =>
            {
                if (Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
                {
                    options.HelpBase = uri;
                }
                else
                {
                    options.Faults.Add($"{root.Path}:HelpBase has to be an absolute http or https URL.");
                }
            }
        );
        root.RejectUnknown();
        options.SettingCount = root.CountValues();
        new SectionCheck(configuration, sectionName, root.Known).AddFindings(options.Faults, options.Warnings);
    }

    private static void ReadSecret(string name, SettingsSection section, WsAuthOptions options)
    {
        var secret = options.Secrets.TryGetValue(name, out var known)
            ? known
            : options.Secrets[name] = new NamedSecretOptions();
        section.Text("Order", value => secret.Order = value);
        section.Text("Previous", value => secret.Previous = value);
    }

    private static void ReadTickets(SettingsSection section, TicketOptions tickets)
    {
        section.Text("Secret", value => tickets.Secret = value);
        section.Duration("Lifetime", value => tickets.Lifetime = value);
        section.WholeNumber("PerPrincipal", value => tickets.PerPrincipal = value);
        section.Text("Path", value => tickets.Path = value);
        section.Text("Claims", value => tickets.Claims = value);
        section.Flag("BindOrigin", value => tickets.BindOrigin = value);
        section.Text("PublicBase", value => tickets.PublicBase = value);
    }

    private static void ReadJwt(SettingsSection section, WsAuthOptions options)
    {
        var jwt = options.Jwt;
        section.Text("Secret", value => jwt.Secret = value);
        section.Text("Algorithm", value => jwt.Algorithm = value);
        ReadClaims(section, jwt);
        section.Flag("AcceptSecret", value => jwt.AcceptSecret = value);
        section.Duration("KeySetWait", value => jwt.KeySetWait = value);
        section.Duration("KeySetRefresh", value => jwt.KeySetRefresh = value);
        section.Dictionary("Issuers", (name, issuer) => ReadIssuer(name, issuer, jwt), example: "Authority");
    }

    private static void ReadIssuer(string name, SettingsSection section, JwtOptions jwt)
    {
        var issuer = jwt.Issuers.TryGetValue(name, out var known) ? known : jwt.Issuers[name] = new JwtIssuerOptions();
        section.Text("Authority", value => issuer.Authority = value);
        section.Text("KeySet", value => issuer.KeySet = value);
        section.Text("Key", value => issuer.Key = value);
        section.Text("Algorithms", value => issuer.Algorithms = value);
        ReadClaims(section, issuer);
    }

    private static void ReadClaims(SettingsSection section, JwtClaimOptions jwt)
    {
        section.Text("Issuer", value => jwt.Issuer = value);
        section.Text("Audience", value => jwt.Audience = value);
        section.Duration("ClockSkew", value => jwt.ClockSkew = value);
        section.Flag("RequireSubject", value => jwt.RequireSubject = value);
        section.Text("NameClaim", value => jwt.NameClaim = value);
        section.Text("RoleClaim", value => jwt.RoleClaim = value);
        section.Text("TenantClaim", value => jwt.TenantClaim = value);
    }
}
