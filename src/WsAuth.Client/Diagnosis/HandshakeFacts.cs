using WsAuth.Reasons;

namespace WsAuth.Client.Diagnosis;

/// <summary>Everything that was seen of one handshake; what the rules of judgement judge.</summary>
internal sealed class HandshakeFacts(Uri? url, Concealment conceal, DateTimeOffset now)
{
    private static readonly string[] Gateways =
    [
        "nginx",
        "openresty",
        "haproxy",
        "envoy",
        "cloudflare",
        "awselb",
        "CloudFront",
        "Varnish",
        "Apache",
        "Caddy",
        "Microsoft-Azure-Application-Gateway",
        "Google Frontend",
    ];
    private static readonly string[] AsgiServers = ["uvicorn", "daphne", "hypercorn"];

    public Concealment Conceal => conceal;

    public DateTimeOffset Now => now;

    /// <summary>Null where an exception is read and nobody says which URL it was.</summary>
    public Uri? Url => url;

    public string Address { get; } = url is null ? "a URL that was not given" : Concealment.Address(url);

    public string Host { get; } = url?.IdnHost ?? "in the URL";

    public string Port { get; } = url is null ? "The port" : $"Port {url.Port}";

    public string Place { get; } = url is null ? "the URL's host and port" : $"{url.IdnHost} port {url.Port}";

    public string Path { get; } = url is null ? "that path" : Concealment.PathOf(url);

    public bool IsSecure { get; } = url?.Scheme is "wss" or "https";

    /// <summary>Whether the request is known, because it was sent here and not by a socket elsewhere.</summary>
    public bool IsRequestKnown { get; init; }

    /// <summary>Whether the handshake was a CONNECT, as it is over HTTP/2 (RFC 8441), and no GET.</summary>
    public bool IsConnect { get; init; }

    public SentCredential? Credential { get; init; }

    public string? Origin { get; init; }

    /// <summary>Whether the request left this machine: a connection that never came about carried no credential.</summary>
    public bool IsSent { get; set; }

    /// <summary>How long after the answered ping the connection broke off; null where it did not.</summary>
    public TimeSpan? BrokenAfter { get; set; }

    public IReadOnlyList<string> Offered { get; init; } = [];

    public Obstacle Obstacle { get; set; }

    /// <summary>What was seen at the obstacle; safe.</summary>
    public string Seen { get; set; } = "";

    public HttpAnswer? Answer { get; set; }

    public HttpAnswer? Plain { get; set; }

    public ServerClock? Clock { get; set; }

    public CloseFrame? Close { get; set; }

    public bool IsPongMissing { get; set; }

    /// <summary>What the server explains of itself, in its body or for the attempt.</summary>
    public ServerExplanation? Explanation { get; set; }

    /// <summary>The server's own reason; null where it has none, or what stands there is none.</summary>
    public string? Reason =>
        ReasonIn(Answer?["X-WsAuth-Reason"])
        ?? ReasonIn(Published(Close?.Text))
        ?? ReasonIn(HasAttemptAnswer ? Published(Explanation?.Class) : null);

    /// <summary>Whether the explanation is the server's answer about this attempt, and no body of anyone's.</summary>
    public bool HasAttemptAnswer { get; set; }

    public string? AttemptId => IdIn(Answer?[OwnAttemptId.Header]) ?? IdIn(Explanation?.Attempt);

    /// <summary>The id that the handshake chose for itself; null where it is not known, or looks like something that was sent.</summary>
    public string? OwnAttempt { get; set; }

    public int Status => Answer?.Status ?? 0;

    public string Server => Answer?["Server"] ?? "";

    public DateTimeOffset ServerNow => now + (Clock?.Offset ?? TimeSpan.Zero);

    public bool IsCredentialExpired => Credential?.ExpiresAt is { } end && end < ServerNow;

    public bool IsCredentialEarly => Credential?.NotBefore is { } begin && begin > ServerNow;

    public bool IsOfAsgiServer => AsgiServers.Any(name => Server.Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The gateway that names itself in <c>Server</c>; null where none does.</summary>
    public string? Gateway =>
        Array.Find(Gateways, name => Server.Contains(name, StringComparison.OrdinalIgnoreCase))
        // haproxy's own pages have no Server header, but always the same words.
        ?? (
            Says("No server is available to handle this request") || Says("The server didn't respond in time")
                ? "haproxy"
                : null
        );

    /// <summary>nginx refuses with a page; what is none is the answer of the application behind it.</summary>
    public bool IsPassedOnByNginx =>
        Gateway is "nginx" or "openresty"
        && Answer is { } answer
        && !answer.Says("<")
        && !(answer.IsHtml && answer.Body.Length == 0);

    /// <summary>Whether the answer is a page that a gateway wrote itself, and signed in its text.</summary>
    public bool IsGatewaysOwnPage => Gateway is { } gateway && Answer is { IsHtml: true } && Says(gateway);

    /// <summary>Python's <c>websockets</c> by itself; below uvicorn it does not name itself.</summary>
    public bool IsOfPythonWebsockets => Server.Contains("websockets/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Node's <c>ws</c> refuses with a bare text/html of the status' own words, and without a Date.</summary>
    public bool IsOfNodeWs =>
        Answer is { } answer
        && answer["Date"] is null
        && answer["Server"] is null
        && answer["Content-Type"] == "text/html"
        && answer.Body == answer.Phrase;

    /// <summary>Whether the same URL answers the same without a handshake's headers.</summary>
    public bool IsPlainAnsweredAlike => Plain is { } plain && plain.Status == Status && plain.Body == Answer!.Body;

    /// <summary>Whether a gateway got no answer to the handshake from an application that answers a plain GET.</summary>
    public bool IsUpgradeAloneUnanswered =>
        Status is 502 or 504 && Gateway is not null && Plain is { Status: not (502 or 503 or 504) };

    public bool Says(string text) => Answer?.Says(text) ?? false;

    public bool SpeaksOfUpgrade => Says("upgrade") || Says("websocket") || Answer?["Sec-WebSocket-Version"] is not null;

    /// <summary>What the body says, where it is a short text, or JSON with one; as it came.</summary>
    public string? Said => Answer is { } answer ? SaidText.In(answer) : null;

    private string? ReasonIn(string? text) =>
        text is { Length: > 0 and <= 64 }
        && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789_")
        && !conceal.Holds(text)
            ? text
            : null;

    private string? IdIn(string? text) => OwnAttemptId.IsId(text) && !conceal.Holds(text!) ? text : null;

    // Anybody's text may be one lower-case word.
    private static string? Published(string? text) =>
        ReasonCatalogue.All.Any(reason => reason.WireClass == text || reason.Code == text) ? text : null;
}
