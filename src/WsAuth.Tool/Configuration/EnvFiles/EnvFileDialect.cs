namespace WsAuth.Tool.Configuration.EnvFiles;

/// <summary>Whose rules a <c>.env</c> file is read by. They agree on plain lines and differ in quotes, comments and escapes.</summary>
internal enum EnvFileDialect
{
    /// <summary>The package <c>dotenv</c> of Node.</summary>
    Node,

    /// <summary>The package <c>python-dotenv</c>.</summary>
    Python,

    /// <summary>The package <c>DotNetEnv</c>.</summary>
    DotNet,

    /// <summary><c>docker run --env-file</c>, which takes what stands behind the equals sign as it is.</summary>
    Docker,
}
