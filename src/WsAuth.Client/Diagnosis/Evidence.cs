using System.Text.RegularExpressions;

namespace WsAuth.Client.Diagnosis;

/// <summary>What a judgement rests on, one line each, safe to paste.</summary>
internal static partial class Evidence
{
    private static readonly string[] Telling =
    [
        "Server",
        "Via",
        "X-Powered-By",
        "CF-Ray",
        "X-Cache",
        "WWW-Authenticate",
        "Retry-After",
        "Allow",
        "Content-Type",
        "Sec-WebSocket-Version",
    ];

    public static IReadOnlyList<string> Of(HandshakeFacts facts) => [.. Lines(facts)];

    private static IEnumerable<string> Lines(HandshakeFacts facts)
    {
        var sent = facts.IsSent ? "sent" : "not sent, for no connection came about";
        if (facts.Credential is { } credential)
        {
            yield return $"{sent}: {credential}{(credential.Made is { } made ? $", {made}" : "")}";
        }

        if (facts.Origin is { } origin)
        {
            yield return $"{sent}: Origin {facts.Conceal.Name(origin)}";
        }

        if (facts.Seen.Length > 0)
        {
            yield return $"seen: {facts.Seen}";
        }

        foreach (var line in facts.Answer is { } answer ? OfAnswer(facts, answer) : [])
        {
            yield return line;
        }

        if (facts.Explanation?.Code is { } code)
        {
            yield return $"the server's exact reason: {code}";
        }
        else if (facts.Explanation?.Class is { } wireClass)
        {
            yield return $"the server tells the class of its reason only: {wireClass}";
        }

        // Here the verdict is this side's, which knows what it sent.
        if (facts is { Reason: "upgrade_missing" or "credential_missing", Explanation.Detail: { } detail })
        {
            yield return $"the server says: {detail}";
        }

        if (facts.Plain is { } plain)
        {
            yield return facts.IsPlainAnsweredAlike
                ? "a plain GET of the same URL is answered the same, as if the upgrade had not been asked for"
                : $"a plain GET of the same URL is answered {plain.Status}, not {facts.Status}: the upgrade makes a difference";
        }

        if (facts.Close is { } close)
        {
            yield return close.Text.Length > 0
                ? $"closed by the server: {close.Code} {facts.Conceal.Show(close.Text)}"
                : $"closed by the server: {close.Code}";
        }

        if (facts.Clock is { IsSkewed: true } clock)
        {
            yield return clock.ToString();
        }
    }

    private static IEnumerable<string> OfAnswer(HandshakeFacts facts, HttpAnswer answer)
    {
        yield return $"answered: {answer.Status} {facts.Conceal.Name(answer.Phrase)}".TrimEnd();
        foreach (var name in Telling)
        {
            if (answer[name] is { } value)
            {
                yield return $"{name}: {facts.Conceal.Show(value)}";
            }
        }

        if ((facts.Explanation is null || facts.Reason is null) && answer.Body.Trim() is { Length: > 0 } body)
        {
            yield return answer.IsHtml && Title().Match(body) is { Success: true } title
                ? $"page: {facts.Conceal.Show(title.Groups["title"].Value.Trim())}"
                : $"body: {facts.Conceal.Show(body)}";
        }
    }

    [GeneratedRegex("<title>(?<title>[^<]{1,200})</title>", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Title();
}
