namespace Gateway;

/// <summary>What the Gateway was asked for: its own two switches, and everything else for the host's configuration.</summary>
internal sealed record GatewayCommandLine(
    bool IsDemo,
    bool LogsJson,
    bool ChoseDevelopment,
    WebApplicationOptions HostOptions,
    string? Fault
)
{
    public static GatewayCommandLine Parse(string[] args)
    {
        var isDemo = args.Contains("--demo");
        var rest = args.Where(arg => arg is not ("--demo" or "--log-json")).ToList();
        if (isDemo && !rest.Any(arg => arg.StartsWith("--urls", StringComparison.Ordinal)))
        {
            rest.Add("--urls=http://127.0.0.1:0");
        }

        var isChosen = IsEnvironmentChosen(rest);
        var host = new WebApplicationOptions
        {
            Args = [.. rest],
            EnvironmentName = isChosen ? null : Environments.Development,
        };
        return new GatewayCommandLine(isDemo, args.Contains("--log-json"), !isChosen, host, FindFault(rest));
    }

    // Hosts take Production where nothing is set, and Production has no development defaults; who tries this sample out wants them.
    private static bool IsEnvironmentChosen(List<string> args) =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"))
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"))
        || args.Exists(arg => arg.StartsWith("--environment", StringComparison.OrdinalIgnoreCase));

    private static string? FindFault(List<string> args)
    {
        var expectsValue = false;
        foreach (var arg in args)
        {
            if (
                !expectsValue
                && !arg.StartsWith("--", StringComparison.Ordinal)
                && !arg.Contains('=', StringComparison.Ordinal)
            )
            {
                return $"'{arg}' is not understood. Usage: Gateway [--demo] [--log-json] [--urls URL] [--Section:Key VALUE …]";
            }

            expectsValue =
                !expectsValue
                && arg.StartsWith("--", StringComparison.Ordinal)
                && !arg.Contains('=', StringComparison.Ordinal);
        }

        return null;
    }
}
