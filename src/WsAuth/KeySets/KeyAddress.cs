namespace WsAuth.KeySets;

/// <summary>The URLs that keys may come from.</summary>
internal static class KeyAddress
{
    /// <summary>What is wrong with a URL's form; null where nothing is.</summary>
    public static string? FindFault(Uri address) =>
        !address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            ? "it is no absolute https URL"
        : address.UserInfo.Length > 0 ? "it holds a user name or a password"
        : null;

    /// <summary>Whether a listener on the way could put keys of its own in.</summary>
    public static bool IsUnprotected(Uri address) => address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback;

    /// <summary>The URL without its query, which may hold a key of an API.</summary>
    public static string Show(Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
