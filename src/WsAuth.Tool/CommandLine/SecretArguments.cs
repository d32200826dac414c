using WsAuth.Credentials;
using WsAuth.Secrets;

namespace WsAuth.Tool.CommandLine;

/// <summary>
/// Refuses secrets and tokens among the arguments: every process of the machine can read them there, and the shell keeps them in its history.
/// What was given is never repeated.
/// </summary>
internal static class SecretArguments
{
    private const string CredentialOption = "--credential";
    private const string SubjectOption = "--subject";
    private const string AgentOption = "--agent";
    private const string FromInput = "-";
    private const string Shown = "Arguments show in process lists and in the shell's history.";
    private const string Replace = "What was given here is known to others now: replace it, unless it is a test's.";
    private const string Instead =
        Shown
        + " Secrets come from configuration, files and environment variables; a token or secret of somebody else's is given on standard input: "
        + "wsauth token inspect - < token.txt. "
        + Replace;

    /// <summary>No command has an option of such a name: who writes one means to give a value.</summary>
    public static IReadOnlySet<string> ReservedOptions { get; } =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "--secret",
            "--token",
            "--ticket",
            "--jwt",
            "--bearer",
            "--credentials",
            "--password",
            "--authorization",
            "--api-key",
            "--access-token",
            "--access_token",
        };

    private static readonly HashSet<string> CredentialParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "access_token",
        "token",
        "ticket",
        "jwt",
        "secret",
        "password",
        "api_key",
        "apikey",
        "session_token",
        "authorization",
    };

    // What people name as they like: there a long word with a year is no secret yet.
    private static readonly HashSet<string> NamingOptions = new(StringComparer.Ordinal)
    {
        "--name",
        "--config",
        "--other-config",
        "--env-file",
        "--other-env-file",
        "--into",
        "--key-file",
        "--variable",
        "--other-variable",
        "--environment",
        "--other-environment",
        SubjectOption,
        AgentOption,
    };

    /// <summary>Why the arguments are refused; null where nothing in them looks like a secret.</summary>
    /// <param name="arguments">The line.</param>
    /// <param name="isFile">Whether there is a file of that name.</param>
    public static string? FindRefusal(IReadOnlyList<string> arguments, Func<string, bool>? isFile = null)
    {
        string? option = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var name = NameOf(argument);
            if (GivesCredential(name, argument, arguments.ElementAtOrDefault(i + 1)))
            {
                return $"{CredentialOption} takes '-' alone, which is standard input: wsauth doctor <url> {CredentialOption} - < token.txt. {Shown} {Replace}";
            }

            if (ReservedOptions.Contains(name) && (name.Length < argument.Length || i + 1 < arguments.Count))
            {
                return $"{name.ToLowerInvariant()}: a secret or token is never given as an argument. {Instead}";
            }

            option = argument.StartsWith("--", StringComparison.Ordinal) ? name : option;
            if (FindSecret(argument, option, isFile ?? (_ => false)) is { } what)
            {
                return $"Argument {i + 1} {what}, and such a value is never given as an argument. {Instead}";
            }
        }

        return null;
    }

    private static bool GivesCredential(string name, string argument, string? next) =>
        name.Equals(CredentialOption, StringComparison.OrdinalIgnoreCase)
        && (name.Length < argument.Length ? argument[(name.Length + 1)..] : next) is not (null or FromInput);

    private static string NameOf(string argument)
    {
        var end = argument.AsSpan().IndexOfAny('=', ':');
        return end < 0 ? argument : argument[..end];
    }

    private static string? FindSecret(string argument, string? option, Func<string, bool> isFile)
    {
        if (Uri.TryCreate(argument, UriKind.Absolute, out var url) && url.UserInfo.Length > 0)
        {
            return "is a URL with a user and password in it";
        }

        if (IsToken(argument) is { } shape)
        {
            return $"looks like {shape.Describe()}";
        }

        foreach (var piece in argument.Split(['?', '&', '#', ' ', ',', ';']))
        {
            var (name, value) = Divide(piece);
            if (value.Length > 0 && CredentialParameters.Contains(name.TrimStart('-')))
            {
                return $"holds a value for '{name.TrimStart('-')}'";
            }

            if (IsToken(value) is { } found)
            {
                return $"holds what looks like {found.Describe()}";
            }

            if (!SecretFingerprint.HasForm(value) && PastedValue.IsPath(value) && !IsName(value, option, isFile))
            {
                return "holds what looks like a secret";
            }
        }

        return null;
    }

    private static bool IsName(string value, string? option, Func<string, bool> isFile) =>
        isFile(value)
        || (
            option is not null
            && NamingOptions.Contains(option)
            && (
                !GeneratedText.Is(value)
                || (option is SubjectOption or AgentOption && GeneratedText.IsIdentifier(value))
            )
        );

    private static (string Name, string Value) Divide(string piece)
    {
        var end = piece.IndexOf('=', StringComparison.Ordinal);
        return end < 0 || end == piece.Length - 1 ? ("", piece) : (piece[..end], piece[(end + 1)..]);
    }

    // "bearer.eyJ…" is how a sub-protocol carries it.
    private static CredentialShape? IsToken(string text) =>
        GeneratedText.TokenShapeOf(
            text.StartsWith("bearer.", StringComparison.OrdinalIgnoreCase) ? text["bearer.".Length..] : text
        );
}
