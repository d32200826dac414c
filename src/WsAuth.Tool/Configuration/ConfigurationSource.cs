using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WsAuth.Client;
using WsAuth.Registration;
using WsAuth.Secrets;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration.EnvFiles;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Configuration;

/// <summary>
/// What a service would see: the files and variables that were asked for, and settings and secrets made from them by the service's own code.
/// </summary>
internal sealed class ConfigurationSource : IDisposable
{
    private readonly IReadOnlyList<EnvFile> _envFiles;
    private readonly EnvironmentVariables _shell;
    private readonly bool _isEnvironmentAssumed;

    private ConfigurationSource(
        IConfiguration configuration,
        string environment,
        EnvironmentVariables variables,
        IReadOnlyList<string> files,
        IReadOnlyList<EnvFile> envFiles,
        bool isEnvironmentAssumed,
        ToolConsole console
    )
    {
        Configuration = configuration;
        Variables = variables;
        Files = files;
        Folder = console.Folder;
        _envFiles = envFiles;
        _shell = console.Variables;
        _isEnvironmentAssumed = isEnvironmentAssumed;
        HostEnvironment = environment;
        Runtime = WsAuthRuntime.OnlyLooking(configuration, environment, variables, console.Clock);
    }

    /// <summary>The root of the configuration.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>As it stands in files and variables, without the settings of a request.</summary>
    public IConfiguration OwnConfiguration { get; private init; } = new ConfigurationBuilder().Build();

    /// <summary>The environment that the host would have; <c>WsAuth:Environment</c> may name another.</summary>
    public string HostEnvironment { get; }

    /// <summary>What <c>env:</c> sources see.</summary>
    public EnvironmentVariables Variables { get; }

    /// <summary>The folder that relative <c>file:</c> sources are looked for in.</summary>
    public string Folder { get; }

    /// <summary>The files that were read, in their order, as they were named.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>What is odd about the files themselves, one sentence each; about those variables that were asked for until now.</summary>
    public IReadOnlyList<string> Findings =>
        [.. EnvFileFindings.Of(_envFiles, Variables.Asked.Except(SeenVariables.ProfileNames), _shell)];

    /// <summary>What is good to know about the files, and nothing that makes two sides differ.</summary>
    public IReadOnlyList<string> Notes =>
        [
            .. EnvironmentNote is { } note ? [note] : Array.Empty<string>(),
            .. _envFiles
                .Where(file => file.IsReadableByAll)
                .Select(file =>
                    $"{file.Name} is readable by every user of this machine; chmod 600 keeps it to its owner."
                ),
            .. _envFiles
                .Where(file => file.HasCarriageReturns)
                .Select(file =>
                    $"{file.Name} has CR LF line ends: a shell that reads it ('. {file.Name}') gives every value a trailing carriage return, which the readers of .env files drop; save it with LF."
                ),
        ];

    /// <summary>That nobody named the environment, and which variables are read in another one alone; null where it was named.</summary>
    public string? EnvironmentNote =>
        _isEnvironmentAssumed
        && Runtime.Settings.EnvironmentName.Equals(HostEnvironment, StringComparison.OrdinalIgnoreCase)
            ? AssumedEnvironment.Describe(HostEnvironment, Runtime.Secrets.Names, Configuration, Variables)
            : null;

    /// <summary>The <c>.env</c> files, in their order.</summary>
    public IReadOnlyList<EnvFile> EnvFiles => _envFiles;

    /// <summary>Whether the variables come from <c>.env</c> files, and not from this shell.</summary>
    public bool HasEnvFiles => _envFiles.Count > 0;

    /// <summary>Settings and secrets.</summary>
    public WsAuthRuntime Runtime { get; }

    /// <summary>Reads what was asked for.</summary>
    /// <exception cref="ToolException">A file cannot be read, or a setting is unknown or has the wrong form.</exception>
    public static ConfigurationSource Open(ConfigurationRequest request, ToolConsole console)
    {
        if (request.Environment is { } named && string.IsNullOrWhiteSpace(named))
        {
            throw ToolException.Usage("--environment is empty; leave it out, or name the service's environment.");
        }

        var read = SeenVariables.Read(request, console);
        var environment =
            request.Environment ?? SeenVariables.EnvironmentOf(read.Variables, request.DefaultEnvironment);
        var files = ConfigurationFiles.Choose(request, environment, console);
        var own = ConfigurationFiles.Load(files, read.Variables, console);
        var configuration = own;
        if (request.Settings.Count > 0)
        {
            configuration = new ConfigurationBuilder()
                .AddConfiguration(configuration)
                .AddInMemoryCollection(request.Settings)
                .Build();
        }

        try
        {
            return new ConfigurationSource(
                configuration,
                environment,
                read.Variables,
                [.. files, .. request.EnvFiles],
                read.EnvFiles,
                request.Environment is null
                    && request.DefaultEnvironment is null
                    && !SeenVariables.NameEnvironment(read.Variables),
                console
            )
            {
                OwnConfiguration = own,
            };
        }
        catch (OptionsValidationException invalid)
        {
            throw ToolException.Unreadable(Describe(invalid.Failures, files));
        }
        catch (SecretConfigurationException invalid)
        {
            throw ToolException.Unreadable(Describe([invalid.Message], files));
        }
    }

    /// <summary>Mints from the same settings and secrets; makes nothing on this machine, not even a development default.</summary>
    public TokenMinter CreateMinter() => TokenMinter.Of(Runtime);

    public void Dispose() => Runtime.Dispose();

    private static string Describe(IEnumerable<string> failures, IReadOnlyCollection<string> files) =>
        $"A service with this configuration ({(files.Count == 0 ? "no file, variables alone" : string.Join(", ", files))}) would not start: {string.Join(" ", failures)}";
}
