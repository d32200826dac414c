using System.Collections.Frozen;
using System.Text;

namespace WsAuth.Reasons;

/// <summary>The pages of <c>docs/reasons</c>, which travel in this assembly: they can be read where no network is.</summary>
internal static class HelpPages
{
    private const string Prefix = "WsAuth.Help.";
    private const string Suffix = ".md";
    private const string Table = "WsAuth.HelpTable.md";

    /// <summary>The codes and wire classes that have a page.</summary>
    public static FrozenSet<string> Names { get; } =
        typeof(HelpPages)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .ToFrozenSet(StringComparer.Ordinal);

    public static string? Read(string name) => Names.Contains(name) ? ReadResource(Prefix + name + Suffix) : null;

    public static string ReadTable() => ReadResource(Table);

    private static string ReadResource(string name)
    {
        using var stream = typeof(HelpPages).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
