using Xunit;

namespace WsAuth.Testing;

/// <summary>
/// A text of the repository that has to agree with the code. Where it does not, the test shows the difference; with
/// <c>WSAUTH_UPDATE=1</c> it writes the text instead, so that a diff shows the change.
/// </summary>
public static class Approved
{
    public static void Matches(string relativePath, string actual)
    {
        var path = Path.Combine(Programs.RepositoryRoot, relativePath);
        if (Environment.GetEnvironmentVariable("WSAUTH_UPDATE") == "1")
        {
            File.WriteAllText(path, actual);
        }

        var approved = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(
            approved == actual,
            $"{relativePath} does not agree with the code; look at the change and run the tests with WSAUTH_UPDATE=1. First difference: {FirstDifference(approved, actual)}"
        );
    }

    private static string FirstDifference(string approved, string actual)
    {
        var (left, right) = (approved.Split('\n'), actual.Split('\n'));
        var line = Enumerable
            .Range(0, Math.Max(left.Length, right.Length))
            .FirstOrDefault(i => i >= left.Length || i >= right.Length || left[i] != right[i]);
        return $"line {line + 1}: '{left.ElementAtOrDefault(line)}' is to be '{right.ElementAtOrDefault(line)}'";
    }
}
