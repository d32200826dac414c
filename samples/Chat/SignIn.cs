namespace Chat;

/// <summary>What the login form sends: a name, and for how many seconds the session is to last where the default does not suit.</summary>
internal sealed record SignIn(string? Name, int? Seconds)
{
    private const int LongestName = 32;

    /// <summary>The name, where it can be one.</summary>
    public string? ReadName() =>
        Name?.Trim() is { Length: > 0 and <= LongestName } name && !name.Any(char.IsControl) ? name : null;
}
