using DotNetEnv;

namespace WsAuth.Tool.Configuration.EnvFiles;

/// <summary>As the package <c>DotNetEnv</c> reads, because it is that package. The variables of this process stay as they are.</summary>
internal static class DotNetEnvFile
{
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string text)
    {
        try
        {
            return [.. Env.LoadContents(text, new LoadOptions(setEnvVars: false))];
        }
#pragma warning disable CA1031 // The parser's exceptions quote the file: none of them may come further than here.
        catch (Exception)
#pragma warning restore CA1031
        {
            throw new FormatException("a line that is none");
        }
    }
}
