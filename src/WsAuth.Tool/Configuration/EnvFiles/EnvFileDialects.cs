namespace WsAuth.Tool.Configuration.EnvFiles;

/// <summary>The readers by name.</summary>
internal static class EnvFileDialects
{
    /// <summary>What a reader is called in sentences.</summary>
    public static string NameOf(EnvFileDialect dialect) =>
        dialect switch
        {
            EnvFileDialect.Node => "dotenv (Node)",
            EnvFileDialect.Python => "python-dotenv",
            EnvFileDialect.DotNet => "DotNetEnv",
            _ => "docker --env-file",
        };

    /// <summary>The variables in the order of the lines; of a name that stands twice the last one counts.</summary>
    /// <exception cref="FormatException">The reader refuses the whole file.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(EnvFileDialect dialect, string text) =>
        dialect switch
        {
            EnvFileDialect.Node => NodeEnvFile.Read(text),
            EnvFileDialect.Python => PythonEnvFile.Read(text),
            EnvFileDialect.DotNet => DotNetEnvFile.Read(text),
            _ => DockerEnvFile.Read(text),
        };
}
