using WsAuth.Credentials;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>Names of header fields in pasted lines. Only known ones are repeated: what stands before a colon may as well be half a secret.</summary>
internal static class HeaderNames
{
    private static readonly string[] Known =
    [
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        OfferedSubProtocols.HeaderName,
        .. MisplacedCredential.Headers,
    ];

    /// <summary>Whether it is known, or written as other names are: letters with a <c>-</c> between them. <c>s:value</c> is a session id.</summary>
    public static bool Is(string name) =>
        Find(name) is not null
        || (
            name.Contains('-', StringComparison.Ordinal)
            && !name.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-")
        );

    /// <summary>Whether it is one of those that carry credentials.</summary>
    public static bool IsOfCredentials(string name) => Find(name) is not null;

    public static string Describe(string name) =>
        Find(name) is { } known ? $"the header {known}" : "the name of another header";

    private static string? Find(string name) =>
        Known.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
}
