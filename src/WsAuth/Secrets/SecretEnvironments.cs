namespace WsAuth.Secrets;

/// <summary>The environment names that mean something to secret resolution.</summary>
internal static class SecretEnvironments
{
    /// <summary>The environment where none is set.</summary>
    public const string Default = "Production";

    private static readonly string[] Development = ["Development", "Testing", "Test"];

    /// <summary>Whether development defaults may be used: Development, Testing and Test only, in any letter case.</summary>
    public static bool IsDevelopment(string environmentName) =>
        Development.Contains(environmentName, StringComparer.OrdinalIgnoreCase);

    /// <summary>What <c>{ENVIRONMENT}</c> stands for: upper case, every other character than a letter or digit made <c>_</c>.</summary>
    public static string Token(string environmentName) =>
        string.Concat(environmentName.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
}
