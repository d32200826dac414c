using System.CommandLine;
using WsAuth.Tool.Configuration.EnvFiles;

namespace WsAuth.Tool.Configuration;

/// <summary>The options that say which configuration is meant; the same ones on every command that reads one.</summary>
internal sealed class ConfigurationOptions
{
    public Option<string?> Environment { get; } =
        new("--environment")
        {
            Description =
                "The service's environment, for example Staging. Default: DOTNET_ENVIRONMENT, ASPNETCORE_ENVIRONMENT, Production.",
            HelpName = "name",
        };

    public Option<string[]> Files { get; } =
        new("--config")
        {
            Description =
                "JSON configuration files, later ones over earlier ones. Default: appsettings.json and appsettings.<environment>.json of the current folder.",
            HelpName = "file",
            AllowMultipleArgumentsPerToken = true,
        };

    public Option<string[]> EnvFiles { get; } =
        new("--env-file")
        {
            Description =
                "Take the environment variables from .env files, later ones over earlier ones, and not from this shell.",
            HelpName = "file",
            AllowMultipleArgumentsPerToken = true,
        };

    public Option<EnvFileDialect> Dialect { get; } =
        new("--env-file-as")
        {
            Description =
                "Whose rules the .env files are read by: node (dotenv), python (python-dotenv), dotnet (DotNetEnv) or docker (--env-file).",
            DefaultValueFactory = _ => EnvFileDialect.Node,
        };

    /// <summary>Adds all of them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Environment);
        command.Add(Files);
        command.Add(EnvFiles);
        command.Add(Dialect);
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
