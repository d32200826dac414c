namespace WsAuth.Secrets;

/// <summary>A source as it was read; <see cref="State"/> is settled where there is no value to judge.</summary>
internal sealed record SecretCandidate(SecretOrderEntry Entry, int Position, bool IsPrevious)
{
    public SecretSourceState? State { get; init; }

    public int? Length { get; init; }

    /// <summary>What stands there, undecoded; null where it is nothing, or empty.</summary>
    public byte[]? Value { get; init; }

    public SecretKey? Key { get; init; }

    public string? File { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public string? Fault { get; init; }
}
