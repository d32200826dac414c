using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Configuration;

/// <summary>
/// The environment variables of the side that is meant. With <c>.env</c> files they are those alone: the variables of the shell that
/// <c>wsauth</c> runs in are another process's, and would hide the file's.
/// </summary>
/// <param name="Variables">What <c>env:</c> sources see.</param>
/// <param name="Findings">What is odd about the files.</param>
internal sealed record SeenVariables(EnvironmentVariables Variables, IReadOnlyList<string> Findings)
{
    private const string DefaultEnvironment = "Production";

    // As WebApplication.CreateBuilder does it: DOTNET_ is read over ASPNETCORE_.
    private static readonly string[] EnvironmentNames = ["DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT"];

    public static SeenVariables Read(ConfigurationRequest request, ToolConsole console) => new(console.Variables, []);

    /// <summary>The environment that a host with these variables has.</summary>
    public static string EnvironmentOf(EnvironmentVariables variables) =>
        EnvironmentNames.Select(variables.Get).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))
        ?? DefaultEnvironment;
}
