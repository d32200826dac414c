namespace WsAuth.Credentials;

/// <summary>What log lines call the locations.</summary>
public static class CredentialLocationNames
{
    /// <summary>The name of one location, or the names of several joined by "or".</summary>
    public static string Describe(this CredentialLocations locations) =>
        locations switch
        {
            CredentialLocations.None => "nowhere",
            CredentialLocations.AuthorizationHeader => "Authorization header",
            CredentialLocations.QueryTicket => "query parameter ticket",
            CredentialLocations.SubProtocol => "sub-protocol",
            CredentialLocations.QueryAccessToken => "query parameter access_token",
            CredentialLocations.Cookie => "cookie",
            CredentialLocations.FirstMessage => "first message",
            _ => Join([
                .. Enum.GetValues<CredentialLocations>()
                    .Where(location => location != CredentialLocations.None && locations.HasFlag(location))
                    .Select(Describe),
            ]),
        };

    /// <summary>"a, b or c".</summary>
    internal static string Join(IReadOnlyList<string> names) =>
        names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
}
