using System.Reflection;
using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Conventions;

/// <summary>A page describes what this version does: a code that nothing gives is marked as reserved, and one that something gives is not.</summary>
public sealed class ReservedReasonTests
{
    private static readonly string[] Sources =
    [
        // A client only reads what a server gave.
        .. new[] { "WsAuth", "WsAuth.AspNetCore" }
            .SelectMany(package =>
                Directory.EnumerateFiles(
                    Path.Combine(Programs.RepositoryRoot, "src", package),
                    "*.cs",
                    SearchOption.AllDirectories
                )
            )
            .Where(path =>
                !Path.GetFileName(path).StartsWith("ReasonCatalogue", StringComparison.Ordinal)
                && !path.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            )
            .Select(File.ReadAllText),
    ];

    [Fact]
    public void Reserved_are_the_codes_that_no_server_code_names()
    {
        var unnamed = typeof(ReasonCatalogue)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(Reason))
            .Where(property => !Array.Exists(Sources, text => Names(text, property.Name)))
            .Select(property => ((Reason)property.GetValue(null)!).Code);

        Assert.Equal(HelpPageHead.Reserved.Order(StringComparer.Ordinal), unnamed.Order(StringComparer.Ordinal));
    }

    private static bool Names(string source, string property) =>
        source.Contains($"ReasonCatalogue.{property}", StringComparison.Ordinal);
}
