namespace WsAuth.KeySets;

/// <summary>What an origin answered: the usable keys, why others are not used, or why there is nothing.</summary>
internal sealed record KeySetContent(IReadOnlyList<IssuerKey> Keys, IReadOnlyList<string> Ignored, string? Fault = null)
{
    public static KeySetContent Failed(string fault, IReadOnlyList<string>? ignored = null) =>
        new([], ignored ?? [], fault);
}
