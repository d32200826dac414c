namespace WsAuth.Tool.CommandLine;

/// <summary>
/// Options that take several files would take the URL behind them for one more: <c>doctor --env-file .env wss://host/ws</c>. No file is named so, and the URL
/// is brought to where it is read.
/// </summary>
internal static class UrlFirst
{
    private const string Command = "doctor";

    private static readonly string[] Schemes = ["ws://", "wss://", "http://", "https://"];

    public static IReadOnlyList<string> Of(IReadOnlyList<string> arguments)
    {
        if (arguments.Count < 4 || arguments[0] != Command || arguments.Contains("--"))
        {
            return arguments;
        }

        var found = Enumerable
            .Range(2, arguments.Count - 2)
            .Where(i => IsUrl(arguments[i]) && !arguments[i - 1].StartsWith('-'))
            .ToList();
        return found is [var at] && !IsUrl(arguments[1])
            ? [Command, arguments[at], .. arguments.Skip(1).Take(at - 1), .. arguments.Skip(at + 1)]
            : arguments;
    }

    private static bool IsUrl(string argument) =>
        Schemes.Any(scheme => argument.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
}
