using System.Reflection;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>docs/troubleshooting.md lists what tests provoke, and nothing else.</summary>
public sealed class TroubleshootingTests
{
    [Fact]
    public void Each_situation_has_its_row_and_each_row_its_test()
    {
        var provoked = Situations
            .All.Select(situation => situation.Name)
            .Concat(
                typeof(TroubleshootingTests)
                    .Assembly.GetTypes()
                    .SelectMany(type => type.GetMethods())
                    .SelectMany(method => method.GetCustomAttributes<SituationAttribute>())
                    .Select(situation => situation.Name)
            )
            .ToList();

        Assert.Equal(provoked.Order(StringComparer.Ordinal), Rows().Order(StringComparer.Ordinal));
        Assert.Equal(provoked.Count, provoked.Distinct(StringComparer.Ordinal).Count());
    }

    // The first column is the situation's name in code marks.
    private static IEnumerable<string> Rows() =>
        File.ReadLines(Path.Combine(Folder(), "docs", "troubleshooting.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]);

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "docs")))
        {
            folder =
                folder.Parent ?? throw new InvalidOperationException("The repository's docs are not above the tests.");
        }

        return folder.FullName;
    }
}
