using WsAuth.Tool.Configuration.EnvFiles;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Configuration;

/// <summary>
/// The environment variables of the side that is meant. With <c>.env</c> files they are those alone: the variables of the shell that
/// <c>wsauth</c> runs in are another process's, and would hide the file's.
/// </summary>
/// <param name="Variables">What <c>env:</c> sources see.</param>
/// <param name="EnvFiles">The files that they come from; empty where they are the shell's.</param>
internal sealed record SeenVariables(EnvironmentVariables Variables, IReadOnlyList<EnvFile> EnvFiles)
{
    private const string DefaultEnvironment = "Production";

    // As WebApplication.CreateBuilder does it: DOTNET_ is read over ASPNETCORE_.
    private static readonly string[] EnvironmentNames = ["DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT"];

    // Where this user's profile is, which is the same whichever files are read.
    public static readonly IReadOnlyList<string> ProfileNames = ["HOME", "XDG_DATA_HOME", "LOCALAPPDATA"];

    public static SeenVariables Read(ConfigurationRequest request, ToolConsole console)
    {
        if (request.EnvFiles.Count == 0)
        {
            return new SeenVariables(new EnvironmentVariables(console.Variables.All), []);
        }

        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in ProfileNames)
        {
            if (console.Variables.Get(name) is { } value)
            {
                seen[name] = value;
            }
        }

        var files = request.EnvFiles.Select(file => EnvFile.Open(file, request.Dialect, console)).ToList();
        foreach (var (name, value) in files.SelectMany(file => file.Variables))
        {
            seen[name] = value;
        }

        return new SeenVariables(new EnvironmentVariables(seen), files);
    }

    /// <summary>Whether these variables name the environment.</summary>
    public static bool NameEnvironment(EnvironmentVariables variables) =>
        EnvironmentNames.Any(name => !string.IsNullOrWhiteSpace(variables.Get(name)));

    /// <summary>The environment that a host with these variables has; <paramref name="otherwise"/>, or Production, where none names it.</summary>
    public static string EnvironmentOf(EnvironmentVariables variables, string? otherwise = null) =>
        EnvironmentNames.Select(variables.Get).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))
        ?? otherwise
        ?? DefaultEnvironment;
}
