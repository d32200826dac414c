using System.Text;
using WsAuth.Reasons;

namespace WsAuth.Client.Diagnosis;

/// <summary>
/// Knows everything that the diagnosed handshake sends and that may be a credential, and makes what the server says fit to paste: a text that
/// holds a piece of it, in whatever letter case or encoding, is withheld as a whole; the rest is quoted as text of a stranger.
/// </summary>
internal sealed class Concealment
{
    private const int ShortestCredential = 4;
    private const int LongestSentences = 1000;
    private const string Withheld = "[withheld: it holds a piece of what was sent]";

    private static readonly string[] CredentialPrefixes = ["bearer.", "ticket."];

    private static readonly string[] PublicNames = ["session_token", "session_id"];

    private readonly SentPieces _pieces = new();

    public Concealment(Uri? url, DiagnosisOptions? options = null)
    {
        Add(Uri.UnescapeDataString(url?.UserInfo ?? ""));
        foreach (var pair in (url?.Query ?? "").TrimStart('?').Split('&'))
        {
            if (!pair.StartsWith("wsauth_attempt=", StringComparison.Ordinal))
            {
                Add(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            }
        }

        foreach (var (name, value) in options?.Headers ?? new Dictionary<string, string>())
        {
            AddHeader(name, value);
        }

        foreach (var offered in options?.SubProtocols ?? [])
        {
            Add(WithoutPrefix(offered));
        }

        foreach (var cookie in options?.Cookies?.GetAllCookies() ?? [])
        {
            Add(((System.Net.Cookie)cookie).Value);
        }

        if (options?.Credential is { } token)
        {
            Add(token.DangerousGetText());
        }

        Add(options?.OperatorToken ?? "");
        foreach (var held in options?.Held ?? [])
        {
            _pieces.Add(held);
        }
    }

    /// <summary>A text of the server, quoted, or what it was withheld for.</summary>
    public string Show(string text) => Holds(text) ? Withheld : ClientText.Quote(text);

    /// <summary>A text that is shown as it is where it is wholly harmless: a sub-protocol, a header's name.</summary>
    public string Name(string text) =>
        text.Length is > 0 and <= 64
        && !Holds(text)
        && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        && ClientText.Quote(text) is var quoted
        && quoted[0] == '"'
            ? text
            : Show(text);

    /// <summary>Sentences of the server, of any length up to 1,000 characters: judged and escaped like every other text, in lines.</summary>
    public string Sentences(string text)
    {
        if (Holds(text))
        {
            return Withheld;
        }

        var shown = new StringBuilder();
        foreach (var word in text[..Math.Min(text.Length, LongestSentences)].Split(' '))
        {
            var quoted = ClientText.Quote(word);
            shown
                .Append(
                    quoted[0] == '"'
                        ? quoted[1..^1]
                            .Replace("\\\"", "\"", StringComparison.Ordinal)
                            .Replace("\\u2026", "…", StringComparison.Ordinal)
                        : quoted
                )
                .Append(' ');
        }

        return shown.ToString().TrimEnd();
    }

    public bool Holds(string text)
    {
        // Advice about session ids begins as many of these do: that much of one is no secret.
        foreach (var name in PublicNames)
        {
            text = text.Replace(name, " ", StringComparison.OrdinalIgnoreCase);
        }

        return _pieces.StandIn(text);
    }

    // Path segments that look like credentials are withheld, queries lose their values: whatever their names are.
    public static string Address(Uri url)
    {
        var host = url.HostNameType == UriHostNameType.IPv6 ? $"[{url.DnsSafeHost}]" : url.IdnHost;
        var query = url
            .Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? Segment(pair.Split('=')[0]) + "=…" : "…");
        return $"{url.Scheme}://{host}{(url.IsDefaultPort ? "" : $":{url.Port}")}{PathOf(url)}"
            + (url.Query.Length > 1 ? "?" + string.Join('&', query) : "");
    }

    public static string PathOf(Uri url) => string.Join('/', url.AbsolutePath.Split('/').Select(Segment));

    private static string Segment(string text) => ClientText.Quote(text)[0] == '"' ? text : "…";

    private static string WithoutPrefix(string offered) =>
        Array.Find(CredentialPrefixes, prefix => offered.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix
            ? offered[prefix.Length..]
            : "";

    private void AddHeader(string name, string value)
    {
        // The client's own attempt id is public, and is meant to come back.
        if (name.Equals("X-WsAuth-Attempt", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        if (!name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            Add(value);
            return;
        }

        var parts = value.Split(' ', 2);
        Add(parts[^1]);
        var decoded = new byte[value.Length];
        if (Convert.TryFromBase64String(parts[^1], decoded, out var length))
        {
            // RFC 7617: user and password.
            Encoding.UTF8.GetString(decoded, 0, length).Split(':', 2).ToList().ForEach(Add);
        }
    }

    private void Add(string text)
    {
        foreach (var form in new[] { text, Uri.UnescapeDataString(text), Uri.EscapeDataString(text) }.Distinct())
        {
            // Socket.IO's transport=websocket would withhold every text about WebSockets.
            if (form.Length >= ShortestCredential && form != "websocket")
            {
                _pieces.Add(form);
            }
        }
    }
}
