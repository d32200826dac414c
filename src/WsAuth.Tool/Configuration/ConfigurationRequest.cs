using WsAuth.Tool.Configuration.EnvFiles;

namespace WsAuth.Tool.Configuration;

/// <summary>Which side is meant: the service that is configured here, or one that has these files.</summary>
/// <param name="Environment">The environment's name; null for the one that the variables name.</param>
/// <param name="ConfigurationFiles">JSON files, later ones over earlier ones; empty for those of the current folder.</param>
/// <param name="EnvFiles"><c>.env</c> files that stand for the environment variables, later ones over earlier ones; empty for the variables of this process.</param>
/// <param name="Dialect">Whose rules the <c>.env</c> files are read by.</param>
internal sealed record ConfigurationRequest(
    string? Environment,
    IReadOnlyList<string> ConfigurationFiles,
    IReadOnlyList<string> EnvFiles,
    EnvFileDialect Dialect
)
{
    /// <summary>The environment where neither <see cref="Environment"/> nor a variable names one; null for Production.</summary>
    public string? DefaultEnvironment { get; init; }

    /// <summary>Settings above all others: those of a side that has no configuration of its own.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether the side has no JSON file, not even those of the current folder.</summary>
    public bool HasNoConfigurationFiles { get; init; }
}
