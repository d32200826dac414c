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

        if (options.Jwt.ClockSkew < TimeSpan.Zero || options.Jwt.ClockSkew > LargestSkew)
        {
            faults.Add(
                $"{section}:Jwt:ClockSkew has to lie between 00:00:00 and 00:10:00; a larger one hides a wrong clock."
            );
        }

        CheckNotBlank($"{section}:Jwt:Issuer", options.Jwt.Issuer, faults);
        CheckNotBlank($"{section}:Jwt:Audience", options.Jwt.Audience, faults);
        CheckNotBlank($"{section}:Environment", options.Environment, faults);
        if (PastedValue.Is(options.Environment))
        {
            faults.Add(
                $"{section}:Environment looks like a secret's value; name the environment, for example Staging."
            );
        }

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
                    .Distinct(StringComparer.OrdinalIgnoreCase)
            );
            faults.Add(
                $"{setting} has to be the name of a secret ({known}), not its value; give the secret a name and its sources in {options.Section}:Secrets."
            );
        }
    }

    private static void CheckNotBlank(string setting, string? value, List<string> faults)
    {
        if (value is not null && string.IsNullOrWhiteSpace(value))
        {
            faults.Add($"{setting} is empty; give it a value, or remove it.");
        }
    }
}
