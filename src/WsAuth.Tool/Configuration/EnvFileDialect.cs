namespace WsAuth.Tool.Configuration;

/// <summary>Whose rules a <c>.env</c> file is read by. They agree on plain lines and differ in quotes, comments and escapes.</summary>
internal enum EnvFileDialect
{
    /// <summary>The package <c>dotenv</c> of Node.</summary>
    Node,

    /// <summary>The package <c>python-dotenv</c>.</summary>
    Python,

    /// <summary>The package <c>DotNetEnv</c>.</summary>
    DotNet,
}
