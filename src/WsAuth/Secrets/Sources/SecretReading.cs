namespace WsAuth.Secrets.Sources;

/// <summary>What a source holds at the moment: nothing, an empty value, a value, or something unusable.</summary>
internal readonly struct SecretReading
{
    public static SecretReading Absent { get; } = new(null, null, null);

    private SecretReading(byte[]? value, string? fault, string? note)
    {
        Value = value;
        Fault = fault;
        Note = note;
    }

    /// <summary>The value's bytes, undecoded; null where there is none.</summary>
    public byte[]? Value { get; }

    /// <summary>Why the source is there but cannot be read, and the fix.</summary>
    public string? Fault { get; }

    /// <summary>What the operator should know of this source.</summary>
    public string? Note { get; }

    public static SecretReading AbsentBecause(string note) => new(null, null, note);

    public static SecretReading Present(byte[] value, string? note = null) => new(value, null, note);

    public static SecretReading Refused(string fault) => new(null, fault, null);
}
