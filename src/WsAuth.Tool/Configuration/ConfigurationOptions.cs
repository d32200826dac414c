using System.CommandLine;
using WsAuth.Tool.Configuration.EnvFiles;

namespace WsAuth.Tool.Configuration;

/// <summary>The options that say which configuration is meant; the same ones on every command that reads one.</summary>
/// <param name="side">Begins the options' names where a command reads two configurations, for example <c>other-</c>.</param>
internal sealed class ConfigurationOptions(string side = "")
{
    public Option<string?> Environment { get; } =
        new($"--{side}environment")
        {
            Description = Describe(
                side,
                "--environment",
                "The service's environment, for example Staging. Default: DOTNET_ENVIRONMENT, ASPNETCORE_ENVIRONMENT, Production."
            ),
            HelpName = "name",
        };

    public Option<string[]> Files { get; } =
        new($"--{side}config")
        {
            Description = Describe(
                side,
                "--config",
                "JSON configuration files, later ones over earlier ones. Default: appsettings.json and appsettings.<environment>.json of the current folder."
            ),
            HelpName = "file",
            AllowMultipleArgumentsPerToken = true,
        };

    public Option<string[]> EnvFiles { get; } =
        new($"--{side}env-file")
        {
            Description = Describe(
                side,
                "--env-file",
                "Take the environment variables from .env files, later ones over earlier ones, and not from this shell."
            ),
            HelpName = "file",
            AllowMultipleArgumentsPerToken = true,
        };

    public Option<EnvFileDialect> Dialect { get; } =
        new($"--{side}env-file-as")
        {
            Description = Describe(
                side,
                "--env-file-as",
                "Whose rules the .env files are read by: node (dotenv), python (python-dotenv), dotnet (DotNetEnv) or docker (--env-file)."
            ),
            DefaultValueFactory = _ => EnvFileDialect.Node,
        };

    // Another side's options mean the same, and are not explained twice.
    private static string Describe(string side, string name, string description) =>
        side.Length == 0 ? description : $"As {name}, of the other side.";

    /// <summary>All of them, in the order in which help shows them.</summary>
    public IEnumerable<Option> Options => [Environment, Files, EnvFiles, Dialect];

    /// <summary>Adds all of them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in Options)
        {
            command.Add(option);
        }
    }

    /// <summary>What was asked for.</summary>
    public ConfigurationRequest ReadRequest(ParseResult parsed) =>
        new(
            parsed.GetValue(Environment),
            parsed.GetValue(Files) ?? [],
            parsed.GetValue(EnvFiles) ?? [],
            parsed.GetValue(Dialect)
        );
}
