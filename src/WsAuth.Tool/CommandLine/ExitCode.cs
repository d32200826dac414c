namespace WsAuth.Tool.CommandLine;

/// <summary>How the tool ends. Published in docs/tool.md; a number never changes its meaning.</summary>
internal enum ExitCode
{
    /// <summary>Done; nothing is wrong.</summary>
    Fine = 0,

    /// <summary>Done; something is wrong, or will be, and is named.</summary>
    Finding = 1,

    /// <summary>Wrong usage: nothing was done.</summary>
    Usage = 2,

    /// <summary>What the question needs could not be read: a file, a configuration, standard input.</summary>
    Unreadable = 3,

    /// <summary>A defect of the tool.</summary>
    Defect = 4,

    /// <summary><c>doctor</c>: no connection: name, route, port, or something there that speaks no HTTP.</summary>
    ConnectFailed = 10,

    /// <summary><c>doctor</c>: TLS, or the server's certificate.</summary>
    TlsFailed = 11,

    /// <summary><c>doctor</c>: an HTTP answer about who asks: credential, origin, permission, limits.</summary>
    AuthenticationRefused = 12,

    /// <summary><c>doctor</c>: an HTTP answer about the request itself: route, upgrade, sub-protocol, gateway.</summary>
    NegotiationFailed = 13,

    /// <summary><c>doctor</c>: the socket opened, and was closed or broke at once, or its first ping was not answered.</summary>
    ClosedAfterUpgrade = 14,

    /// <summary>Ended by Ctrl-C or a termination signal.</summary>
    Interrupted = 130,
}
