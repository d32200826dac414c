using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using WsAuth.Credentials;

namespace WsAuth.Client.Diagnosis;

/// <summary>The opening handshake as it is sent (RFC 6455 §4.1), and the plain GET that it is compared with.</summary>
internal sealed class DiagnosedRequest
{
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    );

    private static readonly string[] Own = ["Upgrade", "Connection", "Content-Length", "Transfer-Encoding"];

    private readonly List<string> _shared = [];
    private readonly string _target;

    /// <exception cref="ArgumentException">It cannot be sent: told without quoting a value.</exception>
    public DiagnosedRequest(Uri url, DiagnosisOptions options)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!url.IsAbsoluteUri || url.Scheme is not ("ws" or "wss" or "http" or "https"))
        {
            throw new ArgumentException("A WebSocket URL begins with ws:// or wss://.", nameof(url));
        }

        if (options.Location is CredentialLocations.QueryAccessToken or CredentialLocations.QueryTicket)
        {
            url = options.Credential!.AddToQuery(url, options.QueryParameter);
        }

        Url = url;
        Offered = [.. options.SubProtocols];
        _target = url.PathAndQuery;
        var host = url.HostNameType == UriHostNameType.IPv6 ? $"[{url.DnsSafeHost}]" : url.IdnHost;
        if (!options.Headers.ContainsKey("Host"))
        {
            Add("Host", url.IsDefaultPort ? host : $"{host}:{url.Port}");
        }

        foreach (var (name, value) in options.Headers)
        {
            if (
                Own.Contains(name, StringComparer.OrdinalIgnoreCase)
                || name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase)
            )
            {
                throw new ArgumentException($"The diagnosis sends its own {name} header; leave it out of Headers.");
            }

            Add(name, value);
        }

        if (options.Origin is not null)
        {
            Add("Origin", options.Origin);
        }

        if (options.Cookies is { } cookies && CookiesOf(cookies, url) is { Length: > 0 } header)
        {
            Add("Cookie", header);
        }

        OwnAttempt = OwnAttemptId.Of(url, options.Headers);

        if (Offered.Any(offer => offer.Length == 0 || offer.AsSpan().ContainsAnyExcept(TokenCharacters)))
        {
            throw new ArgumentException(
                "A sub-protocol to offer has a character that is illegal there (RFC 6455 §4.1)."
            );
        }
    }

    public Uri Url { get; }

    public IReadOnlyList<string> Offered { get; }

    /// <summary>The id that this handshake chooses for itself, under which a server with this library can be asked about it.</summary>
    public OwnAttemptId OwnAttempt { get; }

    private string Key { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    public byte[] Handshake() =>
        Write([
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            $"Sec-WebSocket-Key: {Key}",
            .. OwnAttempt.IsSentAlready ? (string[])[] : [$"{OwnAttemptId.Header}: {OwnAttempt.Text}"],
            .. Offered.Count > 0 ? [$"Sec-WebSocket-Protocol: {string.Join(", ", Offered)}"] : (string[])[],
        ]);

    public byte[] PlainGet() => Write(["Connection: close"]);

    // RFC 6455 §4.2.2 item 5; a handshake's proof of understanding, not of anyone's identity.
    public bool IsAcceptedBy(string? accept) =>
        accept
        == Convert.ToBase64String(
#pragma warning disable CA5350 // RFC 6455 names SHA-1.
            SHA1.HashData(Encoding.ASCII.GetBytes(Key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
#pragma warning restore CA5350
        );

    private byte[] Write(string[] more) =>
        Encoding.Latin1.GetBytes(string.Join("\r\n", [$"GET {_target} HTTP/1.1", .. _shared, .. more, "", ""]));

    private void Add(string name, string value)
    {
        if (
            name.Length == 0
            || name.AsSpan().ContainsAnyExcept(TokenCharacters)
            || value.AsSpan().ContainsAnyExceptInRange(' ', '~')
        )
        {
            throw new ArgumentException(
                $"The header at position {_shared.Count + 1} cannot be sent: its name or value has a character that is illegal there."
            );
        }

        _shared.Add($"{name}: {value}");
    }

    private static string CookiesOf(CookieContainer cookies, Uri url) =>
        cookies.GetCookieHeader(
            new UriBuilder(url) { Scheme = url.Scheme is "wss" or "https" ? "https" : "http", Port = url.Port }.Uri
        );
}
