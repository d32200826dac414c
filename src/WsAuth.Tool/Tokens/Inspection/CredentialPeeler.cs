using System.Text.Json;
using WsAuth.Credentials;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>
/// Comes from what people paste to the credential in it: header lines, URLs, sub-protocols, messages, answers, quotes, line endings. Each layer is
/// named, since it may itself be the fault.
/// </summary>
internal static class CredentialPeeler
{
    public static PresentedText Peel(string text)
    {
        List<string> peeled = [];
        var outer = CurlLine.TakeOff(Bare.TakeOffSpace(text, peeled), peeled);
        return Message(outer, peeled)
            ?? HeaderLine(outer, peeled)
            ?? Url(outer, peeled)
            ?? SubProtocol(outer, peeled)
            ?? new PresentedText(
                Bare.Of(Assignment.TakeOff(outer, peeled), peeled),
                peeled,
                null,
                null,
                "the credential alone"
            );
    }

    // {"action":"auth","token":…} as the first message, or what a token or ticket endpoint answered.
    private static PresentedText? Message(string text, List<string> peeled)
    {
        if (text.Length == 0 || text[0] != '{')
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (var name in MisplacedCredential.Parameters)
            {
                if (
                    document.RootElement.TryGetProperty(name, out var member)
                    && member.ValueKind == JsonValueKind.String
                )
                {
                    var isMessage = document.RootElement.TryGetProperty("action", out _);
                    var place = isMessage ? "the first message" : "a JSON object";
                    peeled.Add($"{place}, member '{name}'");
                    return new PresentedText(
                        Bare.Of(member.GetString()!, peeled),
                        peeled,
                        null,
                        isMessage ? text : null,
                        place
                    );
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not a message then.
        }

        return null;
    }

    private static PresentedText? HeaderLine(string text, List<string> peeled)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon is > 0 and < 64 ? text[..colon].TrimEnd() : "";
        if (HeaderNames.Is(name) && !text.AsSpan(colon).StartsWith("://"))
        {
            var value = text[(colon + 1)..].Trim(' ', '\t');
            peeled.Add($"{HeaderNames.Describe(name)} before it");
            return name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? OfCookies(value, peeled)
                : name.Equals(OfferedSubProtocols.HeaderName, StringComparison.OrdinalIgnoreCase)
                    ? SubProtocol(value, peeled) ?? OfHeader(name, value, peeled)
                : OfHeader(name, value, peeled);
        }

        // The value alone.
        return text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? OfHeader("Authorization", text, peeled)
            : null;
    }

    private static PresentedText OfHeader(string name, string value, List<string> peeled) =>
        new(
            Bare.Of(value, peeled),
            peeled,
            new InspectedRequest().WithHeader(name, value),
            null,
            HeaderNames.Describe(name)
        );

    // The one that holds a token; which one the service reads, it says itself.
    private static PresentedText OfCookies(string value, List<string> peeled)
    {
        var token = value
            .Split(';', StringSplitOptions.TrimEntries)
            .Select(cookie => cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..])
            .FirstOrDefault(text =>
                CredentialShapes.Of(text)
                    is CredentialShape.Jwt
                        or CredentialShape.Ticket
                        or CredentialShape.JwtCutOff
                        or CredentialShape.EdgeToken
            );
        if (token is null)
        {
            return OfHeader("Cookie", value, peeled);
        }

        peeled.Add("a cookie's name");
        return new PresentedText(
            Bare.Of(token, peeled),
            peeled,
            new InspectedRequest().WithHeader("Cookie", value),
            null,
            HeaderNames.Describe("Cookie")
        );
    }

    private static PresentedText? Url(string text, List<string> peeled)
    {
        if (UrlText.Split(text) is not { } url)
        {
            return null;
        }

        var parameters = UrlText.Parameters(url.Query).ToList();
        var found = MisplacedCredential
            .Parameters.Select(name =>
                parameters.FirstOrDefault(it => it.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            )
            .FirstOrDefault(it => !string.IsNullOrEmpty(it.Value));
        if (found.Value is null)
        {
            return null;
        }

        peeled.Add($"a URL, query parameter '{found.Name.ToLowerInvariant()}'");
        var request = new InspectedRequest { RequestPath = url.Path }.WithQuery(url.Query);
        return new PresentedText(
            Bare.Of(found.Value, peeled),
            peeled,
            request,
            null,
            $"the query parameter {found.Name.ToLowerInvariant()}"
        );
    }

    private static PresentedText? SubProtocol(string text, List<string> peeled)
    {
        // Two entries, the word and then the token, as some other servers read them.
        if (
            text.Split(',', StringSplitOptions.TrimEntries)
            is [("bearer" or "Bearer" or "access_token") and var word, var token]
        )
        {
            peeled.Add($"the sub-protocol '{word}' before it");
            return new PresentedText(
                Bare.Of(token, peeled),
                peeled,
                new InspectedRequest().WithHeader(OfferedSubProtocols.HeaderName, text),
                null,
                "the sub-protocol"
            );
        }

        foreach (var prefix in (string[])[OfferedSubProtocols.BearerPrefix, OfferedSubProtocols.TicketPrefix])
        {
            foreach (var entry in OfferedSubProtocols.Entries(text))
            {
                if (entry.Span.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                {
                    peeled.Add($"the sub-protocol's prefix '{prefix}'");
                    return new PresentedText(
                        Bare.Of(entry[prefix.Length..].ToString(), peeled),
                        peeled,
                        new InspectedRequest().WithHeader(OfferedSubProtocols.HeaderName, text),
                        null,
                        "the sub-protocol"
                    );
                }
            }
        }

        return null;
    }
}
