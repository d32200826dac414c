using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace WsAuth.Reasons;

/// <summary>
/// The closed table of reasons: the single source of status, close code, wire class, retry advice, log level, event id,
/// explanation and fix. Event ids: 1000–1099 the request, 1100–1199 the credential, 1200–1299 the token,
/// 1300–1399 limits, 1400–1499 the application's policy, 1500–1599 the server's own fault, 1600–1699 the live socket,
/// 1700–1799 what others refused.
/// </summary>
public static partial class ReasonCatalogue
{
    private const string CredentialInvalidClass = "credential_invalid";
    private const string UnavailableClass = "unavailable";
    private const string RefusedElsewhereClass = "refused_elsewhere";

    // The status of what WsAuth does not answer over HTTP itself.
    private const int NoAnswer = 0;

    private static readonly FrozenSet<string> Codes;

    // Runs when the rows of every file are made, in whichever order the compiler takes the files.
    static ReasonCatalogue()
    {
        All = Made.Rows.OrderBy(row => row.EventId.Id).ToList().AsReadOnly();
        Codes = All.Select(row => row.Code).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Every reason, in the order of the event ids.</summary>
    public static IReadOnlyList<Reason> All { get; }

    /// <summary>Whether <paramref name="code"/> is one of the catalogue's.</summary>
    public static bool Contains(string code) => Codes.Contains(code);

    /// <summary>The help page of a code or a wire class, as Markdown: what you see, why it happens, what to do.</summary>
    /// <param name="name">A <see cref="Reason.Code"/> of the catalogue, or a <see cref="Reason.WireClass"/>.</param>
    /// <returns>The page; null where the catalogue has none of that name.</returns>
    public static string? ReadHelpPage(string name) => HelpPages.Read(name);

    /// <summary>Whether there is a help page of this name.</summary>
    /// <param name="name">A <see cref="Reason.Code"/> or a <see cref="Reason.WireClass"/>.</param>
    public static bool HasHelpPage(string name) => HelpPages.Names.Contains(name);

    /// <summary>The table of all reasons, as Markdown, with links to the pages.</summary>
    public static string ReadHelpTable() => HelpPages.ReadTable();

    private static Reason Row(
        int eventId,
        int status,
        int? closeCode,
        RetryAdvice retry,
        string explanation,
        string fix,
        string? wireClass = null,
        LogLevel level = LogLevel.Warning,
        string? code = null,
        [CallerMemberName] string name = ""
    )
    {
        var row = new Reason(
            code ?? SnakeCase(name),
            status,
            closeCode,
            wireClass,
            retry,
            level,
            eventId,
            explanation,
            fix
        );
        Made.Rows.Add(row);
        return row;
    }

    private static string SnakeCase(string name) =>
        string.Concat(
            name.Select(
                (c, i) =>
                    i > 0 && char.IsAsciiLetterUpper(c)
                        ? "_" + char.ToLowerInvariant(c)
                        : char.ToLowerInvariant(c).ToString()
            )
        );

    // A class of its own, so that it is there before the first row, whichever file that stands in.
    private static class Made
    {
        public static readonly List<Reason> Rows = [];
    }
}
