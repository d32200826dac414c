using System.Security.Cryptography;

namespace WsAuth.Comparison;

/// <summary>
/// Compares secrets without telling, by the time it takes, where they differ or whether their lengths differ.
/// </summary>
/// <remarks>
/// Both sides are first hashed with a key that only this process knows; the two digests, always 32 bytes, are then
/// compared by <see cref="CryptographicOperations.FixedTimeEquals"/>. The time depends on the length of what is passed
/// in, never on its content. Where the expected value is long-lived, <see cref="SecretDigest"/> hashes it once, so that
/// a caller's time does not depend on the expected length either.
/// </remarks>
public static class FixedTimeComparer
{
    /// <summary>Whether two byte sequences are the same.</summary>
    public static bool Equals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> leftDigest = stackalloc byte[SecretDigest.Size];
        Span<byte> rightDigest = stackalloc byte[SecretDigest.Size];
        SecretDigest.Compute(left, leftDigest);
        SecretDigest.Compute(right, rightDigest);
        return CryptographicOperations.FixedTimeEquals(leftDigest, rightDigest);
    }

    /// <summary>Whether two texts are the same, character by character (ordinal, as their UTF-8 bytes).</summary>
    public static bool Equals(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        Span<byte> leftDigest = stackalloc byte[SecretDigest.Size];
        Span<byte> rightDigest = stackalloc byte[SecretDigest.Size];
        SecretDigest.Compute(left, leftDigest);
        SecretDigest.Compute(right, rightDigest);
        return CryptographicOperations.FixedTimeEquals(leftDigest, rightDigest);
    }
}
