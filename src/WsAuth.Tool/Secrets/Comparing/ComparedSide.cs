namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>What is known of one side.</summary>
/// <param name="Title">How sentences name it, for example <c>the server</c>.</param>
/// <param name="Values">Every value in sight.</param>
internal sealed record ComparedSide(string Title, IReadOnlyList<HeldValue> Values)
{
    /// <summary>The value that the side uses; null where it has none.</summary>
    public HeldValue? Meant => Values.FirstOrDefault(value => value.IsMeant);

    /// <summary>Why the side has no usable value, and the fix; null where it has one.</summary>
    public string? Fault { get; init; }

    /// <summary>What is odd about its files and sources, whatever the comparison says.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Where it was read.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The side and its value in force, in words.</summary>
    public string Describe() =>
        Meant is { } meant
            ? $"{meant.Label}: {(meant.DangerousGetBytes() is { } bytes ? $"{bytes.Length} bytes, " : "")}{meant.Fingerprint}"
            : $"{Title}: no value";
}
