using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace WsAuth.Comparison;

/// <summary>
/// An expected secret, hashed once with a key that only this process knows, to be compared with many presented ones.
/// Neither the secret nor its length can be read back.
/// </summary>
[DebuggerDisplay("SecretDigest")]
public sealed class SecretDigest
{
    internal const int Size = 32;

    // The key makes digests of different processes incomparable, so that one in a memory dump is no fingerprint.
    private static readonly byte[] ProcessKey = RandomNumberGenerator.GetBytes(Size);

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _digest = new byte[Size];

    /// <summary>Remembers <paramref name="expected"/> by its digest.</summary>
    public SecretDigest(ReadOnlySpan<byte> expected) => Compute(expected, _digest);

    /// <summary>Remembers the UTF-8 bytes of <paramref name="expected"/> by their digest.</summary>
    public SecretDigest(ReadOnlySpan<char> expected) => Compute(expected, _digest);

    /// <summary>Whether <paramref name="presented"/> is the expected value; takes the same time for every value of one length.</summary>
    public bool Matches(ReadOnlySpan<byte> presented)
    {
        Span<byte> digest = stackalloc byte[Size];
        Compute(presented, digest);
        return CryptographicOperations.FixedTimeEquals(digest, _digest);
    }

    /// <summary>Whether the UTF-8 bytes of <paramref name="presented"/> are the expected value; see <see cref="Matches(ReadOnlySpan{byte})"/>.</summary>
    public bool Matches(ReadOnlySpan<char> presented)
    {
        Span<byte> digest = stackalloc byte[Size];
        Compute(presented, digest);
        return CryptographicOperations.FixedTimeEquals(digest, _digest);
    }

    /// <summary>Names the type; never the value.</summary>
    public override string ToString() => nameof(SecretDigest);

    internal static void Compute(ReadOnlySpan<byte> value, Span<byte> digest) =>
        HMACSHA256.HashData(ProcessKey, value, digest);

    internal static void Compute(ReadOnlySpan<char> value, Span<byte> digest)
    {
        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = null;
        var bytes = size <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(size);
        if (
            Utf8.FromUtf16(value, bytes, out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done
        )
        {
            // Half a surrogate pair has no UTF-8, and must not pass for U+FFFD: no UTF-8 begins with this byte.
            bytes[0] = 0xFF;
            MemoryMarshal.AsBytes(value).CopyTo(bytes[1..]);
            written = 1 + (value.Length * sizeof(char));
        }

        Compute(bytes[..written], digest);
        CryptographicOperations.ZeroMemory(bytes[..written]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
