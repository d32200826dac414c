using System.Text;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>The token that a server's report is asked for with: from standard input, a variable or a file. What the option holds is never repeated, since it may be the token itself.</summary>
internal static class OperatorToken
{
    public const string OptionName = "--operator-token-from";

    private const string Variable = "env:";
    private const int Largest = 64 * 1024;

    /// <exception cref="ToolException">There is none where the option says.</exception>
    public static async Task<string?> ReadAsync(string? place, ToolConsole console, CancellationToken cancellationToken)
    {
        var token =
            place is null ? null
            : place == "-" ? await StandardInput.ReadAsync(console, "a token", cancellationToken).ConfigureAwait(false)
            : place.StartsWith(Variable, StringComparison.Ordinal)
                ? console.Variables.Get(place[Variable.Length..])
                    ?? throw ToolException.Unreadable($"The variable that {OptionName} names is not set.")
            : ReadFile(console.PathOf(place));
        token = token?.Trim();
        return token is null || (token.Length > 0 && token.All(c => c is > ' ' and < (char)127))
            ? token
            : throw ToolException.Unreadable(
                $"What {OptionName} names is no bearer token: it is empty, or holds white space or other characters that a header cannot carry."
            );
    }

    private static string ReadFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var buffer = new byte[Largest];
            return Encoding.UTF8.GetString(
                buffer.AsSpan(0, file.ReadAtLeast(buffer, Largest, throwOnEndOfStream: false))
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Unreadable(
                $"{OptionName} takes '-' for standard input, env:NAME, or a file; there is no file of that name that can be read ({failure.GetType().Name})."
            );
        }
    }
}
