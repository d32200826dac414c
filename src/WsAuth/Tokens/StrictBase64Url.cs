using System.Buffers;
using System.Buffers.Text;

namespace WsAuth.Tokens;

/// <summary>base64url as RFC 7515 §2 writes it, and only so: no padding, no white space, unused trailing bits zero.</summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    );

    /// <summary>What is wrong with a segment, as the end of a sentence; null where it is canonical.</summary>
    public static string? FindFault(ReadOnlySpan<char> segment)
    {
        if (segment.ContainsAnyExcept(Alphabet))
        {
            return segment.Contains('=') ? "is padded with '='"
                : segment.ContainsAny('+', '/') ? "uses the alphabet of plain base64"
                : "holds a character outside base64url";
        }

        // Two or three characters stand for 8 or 16 bits; the 4 or 2 bits left over must be zero.
        return (segment.Length % 4) switch
        {
            1 => "has an impossible length: it was cut off or extended",
            2 => (Value(segment[^1]) & 0b1111) == 0 ? null : "ends in spare bits that are not zero",
            3 => (Value(segment[^1]) & 0b11) == 0 ? null : "ends in spare bits that are not zero",
            _ => null,
        };
    }

    /// <summary>Decodes a canonical segment; answers the number of bytes.</summary>
    public static int Decode(ReadOnlySpan<char> segment, Span<byte> bytes) => Base64Url.DecodeFromChars(segment, bytes);

    private static int Value(char c) =>
        c switch
        {
            >= 'A' and <= 'Z' => c - 'A',
            >= 'a' and <= 'z' => c - 'a' + 26,
            >= '0' and <= '9' => c - '0' + 52,
            '-' => 62,
            _ => 63,
        };
}
