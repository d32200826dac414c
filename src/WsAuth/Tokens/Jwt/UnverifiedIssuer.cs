using System.Buffers;
using System.Text.Json;
using WsAuth.Reasons;

namespace WsAuth.Tokens.Jwt;

/// <summary>
/// Looks into a payload that is not verified yet, for one purpose: which issuer's keys to try. Whatever it answers, the token is then
/// verified with that issuer's keys and by its rules alone.
/// </summary>
internal static class UnverifiedIssuer
{
    private const int StackBytes = 1024;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = JsonMemberNames.MaximumDepth };

    /// <summary>The position of the first candidate that the payload's <c>iss</c> equals; -1 where it equals none, or where there is none to read.</summary>
    public static int Find(ReadOnlySpan<char> segment, byte[]?[] candidates)
    {
        byte[]? rented = null;
        var buffer =
            segment.Length <= StackBytes
                ? stackalloc byte[StackBytes]
                : rented = ArrayPool<byte>.Shared.Rent(segment.Length);
        var found = Find(buffer[..StrictBase64Url.Decode(segment, buffer)], candidates);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return found;
    }

    /// <summary>The payload's <c>iss</c>, made safe to print; <c>none</c> where there is none to read.</summary>
    public static string Show(ReadOnlySpan<char> segment) =>
        Read(segment) is { } issuer ? ClientText.Quote(issuer) : "none";

    /// <summary>The payload's <c>iss</c>; null where there is none to read.</summary>
    public static string? Read(ReadOnlySpan<char> segment) => UnverifiedClaim.Read(segment, "iss");

    private static int Find(ReadOnlySpan<byte> json, byte[]?[] candidates)
    {
        try
        {
            var reader = new Utf8JsonReader(json, Strict);
            while (reader.Read())
            {
                if (
                    reader.TokenType == JsonTokenType.PropertyName
                    && reader.CurrentDepth == 1
                    && reader.ValueTextEquals("iss"u8)
                )
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String
                        ? Match(ref reader, candidates)
                        : -1;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What is broken is said by whoever verifies it.
        }

        return -1;
    }

    private static int Match(ref Utf8JsonReader reader, byte[]?[] candidates)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            if (candidates[i] is { } candidate && reader.ValueTextEquals(candidate))
            {
                return i;
            }
        }

        return -1;
    }
}
