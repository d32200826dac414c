namespace WsAuth.Tool.Configuration.EnvFiles;

/// <summary>As <c>docker run --env-file</c> reads: a value is all that stands behind the first equals sign, with its quotes, its comment and its spaces.</summary>
internal static class DockerEnvFile
{
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string text)
    {
        var variables = new List<KeyValuePair<string, string>>();
        foreach (var written in text.TrimStart('\uFEFF').Split('\n'))
        {
            var line = written.TrimEnd('\r').TrimStart();
            var sign = line.IndexOf('=', StringComparison.Ordinal);
            if (line.StartsWith('#') || sign < 0)
            {
                continue;
            }

            var name = line[..sign];
            if (name.Length == 0 || name.Any(char.IsWhiteSpace))
            {
                throw new FormatException("white space in the name of a variable");
            }

            variables.Add(new(name, line[(sign + 1)..]));
        }

        return variables;
    }
}
