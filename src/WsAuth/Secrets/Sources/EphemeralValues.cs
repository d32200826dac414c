using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace WsAuth.Secrets.Sources;

/// <summary>The values of <c>ephemeral</c> sources: made when first read, and gone with the resolver that holds them.</summary>
internal sealed class EphemeralValues
{
    private readonly ConcurrentDictionary<string, byte[]> _values = new(StringComparer.OrdinalIgnoreCase);

    public byte[] Read(string secretName) =>
        _values.GetOrAdd(
            secretName,
            _ => Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(64, lowercase: true))
        );
}
