namespace WsAuth.Client.Diagnosis;

/// <summary>An HTTP/1.1 answer as it came: all headers, and the beginning of the body.</summary>
/// <param name="Status">The status.</param>
/// <param name="Phrase">The reason phrase.</param>
/// <param name="Headers">Every header field, in order.</param>
/// <param name="Body">The body's text, at most 16 KiB.</param>
/// <param name="Rest">What came behind the head of a 101: frames.</param>
internal sealed record HttpAnswer(
    int Status,
    string Phrase,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string Body,
    ReadOnlyMemory<byte> Rest
)
{
    /// <summary>All values of a header, joined (RFC 9110 §5.3); null where it is absent.</summary>
    public string? this[string name] =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(it => it.Value)
            is var values
        && values.Any()
            ? string.Join(", ", values)
            : null;

    /// <summary>Whether a header lists a token, in any letter case.</summary>
    public bool Lists(string name, string token) =>
        this[name]?.Split(',', StringSplitOptions.TrimEntries).Contains(token, StringComparer.OrdinalIgnoreCase)
        ?? false;

    public bool Says(string text) => Body.Contains(text, StringComparison.OrdinalIgnoreCase);

    public bool IsHtml => this["Content-Type"]?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) ?? false;
}
