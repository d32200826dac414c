namespace WsAuth.Secrets.Sources;

/// <summary>What a source holds at the moment: nothing, an empty value, a value, or something unusable.</summary>
internal readonly record struct SecretReading
{
    public static SecretReading Absent { get; }

    /// <summary>The value's bytes, undecoded; null where there is none.</summary>
    public byte[]? Value { get; private init; }

    /// <summary>Why the source is there but cannot be read, and the fix.</summary>
    public string? Fault { get; private init; }

    /// <summary>Whether the source failed, rather than hold something unusable.</summary>
    public bool HasFailed { get; private init; }

    /// <summary>What the operator should know of this source.</summary>
    public string? Note { get; init; }

    /// <summary>The file that holds the value, where it is one.</summary>
    public string? File { get; init; }

    public static SecretReading AbsentBecause(string note) => new() { Note = note };

    public static SecretReading Present(byte[] value) => new() { Value = value };

    public static SecretReading Refused(string fault) => new() { Fault = fault };

    /// <summary>What a source holds. Those of the application may throw, and their messages may hold anything.</summary>
    public static SecretReading Of(SecretSource source, SecretSourceContext context)
    {
        try
        {
            return source.Read(context);
        }
        catch (Exception exception)
        {
            return new() { Fault = $"reading it threw {exception.GetType().Name}", HasFailed = true };
        }
    }
}
