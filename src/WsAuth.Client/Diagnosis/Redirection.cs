namespace WsAuth.Client.Diagnosis;

/// <summary>Where a redirection leads. WebSocket clients follow none (RFC 6455 §4.1 leaves it to them, and browsers do not).</summary>
internal static class Redirection
{
    private static readonly string[] LoginWords =
    [
        "login",
        "signin",
        "sign-in",
        "oauth",
        "authorize",
        "sso",
        "account",
    ];

    public static string Explain(HandshakeFacts facts) =>
        Target(facts) is not { } target ? $"The server redirects ({facts.Status}) without a place to go to."
        : IsSecured(facts)
            ? $"The server redirects to TLS ({facts.Status} to {Concealment.Address(target)}), and WebSocket clients follow no redirection."
        : IsSlash(facts)
            ? $"The server redirects to the same path with or without its trailing slash ({facts.Status} to {Concealment.Address(target)}), and WebSocket clients follow no redirection."
        : IsLogin(facts)
            ? $"The server sends whoever is not logged in to a login page ({facts.Status} to {Concealment.Address(target)}): the endpoint wants the website's cookie, or none of its schemes took the credential."
        : $"The server redirects ({facts.Status} to {Concealment.Address(target)}), and WebSocket clients follow no redirection.";

    public static string Advise(HandshakeFacts facts) =>
        IsSecured(facts) ? "Connect with wss://."
        : IsLogin(facts)
            ? "Let the endpoint answer 401 instead of redirecting, with the scheme that reads the credential; or send the cookie of a logged-in session."
        : Target(facts) is { } target && target.IdnHost != facts.Host
            ? "If that host is yours, connect to it itself, with ws:// or wss://; the credential goes there then."
        : "Connect to that address itself, with ws:// or wss://.";

    public static bool IsLogin(HandshakeFacts facts) =>
        Target(facts) is { } target
        && Array.Exists(LoginWords, word => target.AbsolutePath.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool IsSecured(HandshakeFacts facts) =>
        !facts.IsSecure
        && Target(facts) is { Scheme: "https" or "wss" } target
        && target.IdnHost == facts.Host
        && !IsLogin(facts);

    private static bool IsSlash(HandshakeFacts facts) =>
        Target(facts) is { } target
        && facts.Url is { } url
        && target.AbsolutePath != url.AbsolutePath
        && target.AbsolutePath.TrimEnd('/') == url.AbsolutePath.TrimEnd('/');

    private static Uri? Target(HandshakeFacts facts) =>
        facts.Answer?["Location"] is { } location
        && Uri.TryCreate(Base(facts), location, out var target)
        && !facts.Conceal.Holds(Concealment.Address(target))
            ? target
            : null;

    private static Uri Base(HandshakeFacts facts) =>
        facts.Url is { } url
            ? new UriBuilder(url) { Scheme = facts.IsSecure ? "https" : "http", Port = url.Port }.Uri
            : new Uri("http://unknown/");
}
