using WsAuth.Secrets;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>The two sides that are named by options.</summary>
internal static class CompareRequest
{
    /// <summary>The side that is read from <c>--config</c>, <c>--env-file</c> and <c>--variable</c>.</summary>
    public static ConfigurationRequest This(ConfigurationRequest request, string secret, string? variable) =>
        variable is null ? request : request with { Settings = OrderOf(secret, "env:" + NameOf(variable)) };

    /// <summary>
    /// The other side. Without a configuration of its own, a side with <c>.env</c> files is a program that reads variables: those of this side's
    /// order, or the one that is named; its files, keys and defaults are this side's alone.
    /// </summary>
    public static ConfigurationRequest Other(
        ConfigurationRequest other,
        string? variable,
        ConfigurationSource here,
        ConfigurationRequest hereRequest,
        string secret
    )
    {
        if (other.ConfigurationFiles.Count > 0)
        {
            return This(other, secret, variable);
        }

        if (other.EnvFiles.Count == 0)
        {
            return This(
                other with
                {
                    ConfigurationFiles = hereRequest.ConfigurationFiles,
                    EnvFiles = hereRequest.EnvFiles,
                    Dialect = hereRequest.Dialect,
                },
                secret,
                variable
            );
        }

        return other with
        {
            HasNoConfigurationFiles = true,
            DefaultEnvironment = here.Runtime.Secrets.Report().EnvironmentName,
            Settings = OrderOf(secret, variable is null ? VariablesOf(here, secret) : "env:" + NameOf(variable)),
        };
    }

    // --variable is about this side alone; the other side has the order that the service has, where there is one.
    private static string VariablesOf(ConfigurationSource here, string secret)
    {
        var key = $"WsAuth:Secrets:{secret}:Order";
        var order =
            here.OwnConfiguration[key]
            ?? BuiltInOrders.Find(secret.ToLowerInvariant())
            ?? here.Configuration[key]
            ?? "";
        var variables = order
            .Split('>', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(source =>
                source.StartsWith("env:", StringComparison.Ordinal)
                || source.StartsWith("hex:env:", StringComparison.Ordinal)
                || source.StartsWith("base64:env:", StringComparison.Ordinal)
            )
            .ToList();
        return variables.Count > 0
            ? string.Join(" > ", variables)
            : throw ToolException.Usage(
                "The order of that secret reads no variable; name the one that the other side reads by --other-variable."
            );
    }

    private static Dictionary<string, string?> OrderOf(string secret, string order) =>
        new() { [$"WsAuth:Secrets:{secret}:Order"] = order };

    private static string NameOf(string variable) =>
        variable.Length > 0
        && !char.IsAsciiDigit(variable[0])
        && variable.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? variable
            : throw ToolException.Usage(
                "--variable and --other-variable take a variable's name: letters, digits and '_', and no digit first."
            );
}
