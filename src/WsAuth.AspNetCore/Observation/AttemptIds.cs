using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace WsAuth.AspNetCore.Observation;

/// <summary>Attempt ids: 32 lower-case hexadecimal digits, made by the server, or by a client that cannot read the server's.</summary>
internal static class AttemptIds
{
    /// <summary>The query parameter by which a browser names its handshake.</summary>
    public const string Parameter = "wsauth_attempt";

    private const int Length = 32;

    /// <summary>The id as a number; false where the text is no attempt id.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out UInt128 id)
    {
        id = default;
        return text.Length == Length
            && !text.ContainsAnyExcept("0123456789abcdef")
            && UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id);
    }

    /// <summary>The id that the client chose for its handshake; null where it chose none, or what it sent is none.</summary>
    public static UInt128? ChosenBy(HttpRequest request) =>
        One(request.Headers[WsAuthDefaults.AttemptHeader])
        ?? (request.QueryString.Value is { Length: > Length } ? One(request.Query[Parameter]) : null);

    private static UInt128? One(StringValues values) =>
        values.Count == 1 && TryParse(values[0], out var id) ? id : null;
}
