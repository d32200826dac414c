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
    private const string Usage = """
        Gateway [--demo] [--log-json] [--urls URL] [--environment NAME] [--Section:Key VALUE …]
          --demo       makes handshakes against itself, prints what came of each, and ends
          --log-json   one JSON object a line
        With no environment set it runs as Development, on development secrets. Settings: docs/configuration.md.
        """;

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

    // What the host does not know it ignores: a misspelled switch would start a server that nobody asked for.
    private static string? FindFault(List<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var isSetting = args[i].StartsWith("--", StringComparison.Ordinal) && args[i].Length > 2;
            if (isSetting && args[i].Contains('=', StringComparison.Ordinal))
            {
                continue;
            }

            if (isSetting && i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                i++;
                continue;
            }

            return args[i] is "--help" or "-h" or "-?"
                ? Usage
                : $"'{args[i]}' is not understood.{Environment.NewLine}{Usage}";
        }

        return null;
    }
}
