using System.Security.Cryptography;
using WsAuth.Secrets;

namespace WsAuth.Mismatch;

/// <summary>The different values that one analysis tries: those of the secret that was asked first, then those of the others.</summary>
internal sealed class ValuesInSight
{
    /// <summary>How many values are tried at most.</summary>
    public const int Most = 64;

    // Longer ones are files that were named by mistake; an HMAC key beyond a block is hashed anyway.
    private const int LongestValue = 4096;

    private readonly List<(VisibleValue Value, byte[]? Bytes)> _values = [];

    private ValuesInSight() { }

    /// <summary>The values, each with its bytes as its source means them; null where they cannot be decoded.</summary>
    public IReadOnlyList<(VisibleValue Value, byte[]? Bytes)> Values => _values;

    /// <summary>How many more there are than are tried.</summary>
    public int UntriedCount { get; private set; }

    public static ValuesInSight Of(SecretResolver secrets, string secretName, string? agentId)
    {
        var sight = new ValuesInSight();
        sight.Add(secrets.FindVisible(secretName, agentId));
        foreach (var other in secrets.Names)
        {
            if (!other.Equals(secretName, StringComparison.OrdinalIgnoreCase))
            {
                sight.Add(secrets.FindVisible(other, agentId));
            }
        }

        return sight;
    }

    private void Add(IReadOnlyList<VisibleValue> values)
    {
        foreach (var value in values)
        {
            if (
                value.DangerousGetText() is { Length: <= LongestValue } text
                && !_values.Any(kept => IsSame(kept.Value))
            )
            {
                if (_values.Count < Most)
                {
                    _values.Add((value, value.DangerousGetBytes()));
                }
                else
                {
                    UntriedCount++;
                }
            }

            bool IsSame(VisibleValue kept) =>
                kept.Encoding == value.Encoding
                && CryptographicOperations.FixedTimeEquals(kept.DangerousGetText(), value.DangerousGetText());
        }
    }
}
