using Microsoft.Extensions.Options;
using WsAuth.Secrets;
using WsAuth.Tokens.Jwt;

namespace WsAuth.Options;

/// <summary>Checks the options at start, each fault with its setting and its fix.</summary>
internal sealed class WsAuthOptionsValidator : IValidateOptions<WsAuthOptions>
{
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(366);
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestPolling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPolling = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, WsAuthOptions options)
    {
        var faults = new List<string>(options.Faults);
        var section = options.Section;
        CheckSecrets(options, section, faults);
        CheckSecretName($"{section}:Jwt:Secret", options.Jwt.Secret, options, faults);
        CheckSecretName($"{section}:SharedSecret:Secret", options.SharedSecret.Secret, options, faults);
        if (JwtAlgorithm.Find(options.Jwt.Algorithm) is null)
        {
            faults.Add(
                $"{section}:Jwt:Algorithm has to be one of {string.Join(", ", JwtAlgorithm.All.Select(algorithm => algorithm.Name))}."
            );
        }

        CheckSkew($"{section}:Jwt:ClockSkew", options.Jwt.ClockSkew, faults);
        JwtIssuerCheck.FindFaults($"{section}:Jwt", options.Jwt, faults);
        CheckSecretName($"{section}:EdgeToken:Secret", options.EdgeToken.Secret, options, faults);
        CheckSkew($"{section}:EdgeToken:ClockSkew", options.EdgeToken.ClockSkew, faults);
        if (
            options.EdgeToken.MaximumAge < TimeSpan.FromSeconds(1)
            || options.EdgeToken.MaximumAge > TimeSpan.FromDays(366)
        )
        {
            faults.Add(
                $"{section}:EdgeToken:MaximumAge has to lie between one second and 366 days; the default is 1.00:00:00."
            );
        }

        CheckSecretName($"{section}:Tickets:Secret", options.Tickets.Secret, options, faults);
        TicketOptionsCheck.AddFaults(options.Tickets, $"{section}:Tickets", faults);
        JournalOptionsCheck.AddFaults(options.Journal, $"{section}:Journal", faults);
        LimitOptionsCheck.AddFaults(options.Limits, $"{section}:Limits", faults);
        CheckNotBlank($"{section}:Jwt:Issuer", options.Jwt.Issuer, faults);
        CheckNotBlank($"{section}:Jwt:Audience", options.Jwt.Audience, faults);
        CheckNotBlank($"{section}:Environment", options.Environment, faults);
        if (PastedValue.Is(options.Environment))
        {
            faults.Add(
                $"{section}:Environment looks like a secret's value; name the environment, for example Staging."
            );
        }

        CheckOrigins(options, section, faults);
        if (
            options.FirstMessage.Timeout < TimeSpan.FromSeconds(1)
            || options.FirstMessage.Timeout > TimeSpan.FromMinutes(1)
        )
        {
            faults.Add(
                $"{section}:FirstMessage:Timeout has to lie between 00:00:01 and 00:01:00; the default is 00:00:10."
            );
        }

        if (options.FirstMessage.MaximumWaiting < 1)
        {
            faults.Add($"{section}:FirstMessage:MaximumWaiting has to be at least 1; the default is 1000.");
        }

        LiveConnectionOptionsCheck.AddFaults(options.Connections, $"{section}:Connections", faults);
        if (
            options.SharedSecret.SessionLifetime is { } lifetime
            && (lifetime <= TimeSpan.Zero || lifetime > LongestSession)
        )
        {
            faults.Add(
                $"{section}:SharedSecret:SessionLifetime has to be longer than zero and no longer than 366 days, or be absent for sessions without an end."
            );
        }

        if (
            options.RefusalLogInterval != TimeSpan.Zero
            && (
                options.RefusalLogInterval < TimeSpan.FromSeconds(1)
                || options.RefusalLogInterval > TimeSpan.FromHours(1)
            )
        )
        {
            faults.Add(
                $"{section}:RefusalLogInterval has to be 00:00:00, which logs each refusal, or one second to one hour."
            );
        }

        if (
            options.SecretPollingInterval != TimeSpan.Zero
            && (options.SecretPollingInterval < ShortestPolling || options.SecretPollingInterval > LongestPolling)
        )
        {
            faults.Add(
                $"{section}:SecretPollingInterval has to lie between 00:00:01 and 1.00:00:00, or be 00:00:00 to switch polling off."
            );
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void CheckOrigins(WsAuthOptions options, string section, List<string> faults)
    {
        if (options.Cookie.Name is { } cookie)
        {
            if (cookie.Length == 0 || cookie.Any(c => c is <= ' ' or >= (char)127 || "()<>@,;:\\\"/[]?={}".Contains(c)))
            {
                faults.Add($"{section}:Cookie:Name has to be the name of a cookie: letters, digits, '-', '_' and '.'.");
            }

            if (options.Origins is null)
            {
                faults.Add(
                    $"{section}:Cookie:Name needs {section}:Origins: browsers add the cookie to handshakes that any page opens. Name the origins of your own pages, for example https://app.example."
                );
            }
        }

        if (options.Origins is null)
        {
            return;
        }

        AllowedOrigins.Parse(options.Origins, $"{section}:Origins", faults);
        if (options.DangerousAllowAnyOrigin)
        {
            faults.Add(
                $"{section}:Origins has no effect beside {section}:DangerousAllowAnyOrigin; remove one of them."
            );
        }
    }

    private static void CheckSecrets(WsAuthOptions options, string section, List<string> faults)
    {
        foreach (var (name, secret) in options.Secrets)
        {
            if (
                name.Length == 0
                || !char.IsAsciiLetter(name[0])
                || name.Length > 32
                || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            )
            {
                faults.Add(
                    $"{section}:Secrets holds a name that is not 1–32 letters, digits, '-' or '_', beginning with a letter."
                );
                continue;
            }

            if (secret.Order is not null)
            {
                SecretOrderParser.Parse(
                    secret.Order,
                    $"{section}:Secrets:{name}:Order",
                    SecretEnvironments.Default,
                    mayEnd: false,
                    faults
                );
            }
            else if (BuiltInOrders.Find(name.ToLowerInvariant()) is null)
            {
                faults.Add(
                    $"{section}:Secrets:{name}:Order is missing, and there is no built-in order of that name; name its sources, for example env:{name.ToUpperInvariant().Replace('-', '_')}_SECRET."
                );
            }

            if (secret.Previous is not null)
            {
                SecretOrderParser.Parse(
                    secret.Previous,
                    $"{section}:Secrets:{name}:Previous",
                    SecretEnvironments.Default,
                    mayEnd: true,
                    faults
                );
            }
        }
    }

    // The value is not repeated: a secret pasted where its name belongs is the likeliest mistake.
    private static void CheckSecretName(string setting, string name, WsAuthOptions options, List<string> faults)
    {
        if (!options.Secrets.ContainsKey(name) && BuiltInOrders.Find(name.ToLowerInvariant()) is null)
        {
            var known = string.Join(
                ", ",
                options
                    .Secrets.Keys.Append(BuiltInOrders.Jwt)
                    .Append(BuiltInOrders.Edge)
                    .Append(BuiltInOrders.Ticket)
                    .Distinct(StringComparer.OrdinalIgnoreCase)
            );
            faults.Add(
                $"{setting} has to be the name of a secret ({known}), not its value; give the secret a name and its sources in {options.Section}:Secrets."
            );
        }
    }

    internal static void CheckSkew(string setting, TimeSpan skew, List<string> faults)
    {
        if (skew < TimeSpan.Zero || skew > LargestSkew)
        {
            faults.Add($"{setting} has to lie between 00:00:00 and 00:10:00; a larger one hides a wrong clock.");
        }
    }

    internal static void CheckNotBlank(string setting, string? value, List<string> faults)
    {
        if (value is not null && string.IsNullOrWhiteSpace(value))
        {
            faults.Add($"{setting} is empty; give it a value, or remove it.");
        }
    }
}
