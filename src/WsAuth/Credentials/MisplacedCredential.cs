namespace WsAuth.Credentials;

/// <summary>Looks for a credential in the places where clients put it by mistake.</summary>
internal static class MisplacedCredential
{
    private static readonly string[] Parameters =
    [
        "access_token",
        "ticket",
        "token",
        "jwt",
        "auth_token",
        "session_token",
        "id_token",
        "auth",
        "authorization",
        "api_key",
        "apikey",
    ];
    private static readonly string[] Headers =
    [
        "X-Auth-Token",
        "X-Access-Token",
        "X-Authorization",
        "X-Api-Key",
        "X-Token",
    ];

    /// <summary>The name of the place and what the value there looks like; null where there is none.</summary>
    public static (string Place, CredentialShape Shape)? Find(HandshakeRequest request, CredentialLocations accepted)
    {
        if (request.RawQuery.Length > 1)
        {
            foreach (var name in Parameters)
            {
                if (
                    (name == "access_token" && accepted.HasFlag(CredentialLocations.QueryAccessToken))
                    || (name == "ticket" && accepted.HasFlag(CredentialLocations.QueryTicket))
                )
                {
                    continue;
                }

                if (request.Query(name) is { Count: > 0 } values && !string.IsNullOrEmpty(values[0]))
                {
                    return ($"the query parameter {name}", CredentialShapes.Of(values[0]));
                }
            }
        }

        foreach (var name in Headers)
        {
            if (request.Header(name) is { Count: > 0 } values && !string.IsNullOrEmpty(values[0]))
            {
                return ($"the header {name}", CredentialShapes.Of(values[0]));
            }
        }

        return null;
    }
}
