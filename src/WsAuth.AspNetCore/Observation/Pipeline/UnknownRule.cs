using System.Text;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>Nothing said that it answered: what is known is how far the handshake came, and what the answer looks like.</summary>
internal static class UnknownRule
{
    public static PipelineFinding Describe(LeftHandshake left) =>
        new(
            "unknown",
            $"The answer is {Answer(left)}; {HowFar(left)}.",
            "Look at the application's own middlewares there: one of them answered and said nothing."
        );

    /// <summary>The status, and those headers that tell who wrote it.</summary>
    public static string Answer(LeftHandshake left)
    {
        var headers = left.Context.Response.Headers;
        var text = new StringBuilder().Append(left.Status);
        Add(text, "Content-Type", headers.ContentType.ToString());
        Add(text, "Allow", headers.Allow.ToString());
        Add(text, "Retry-After", headers.RetryAfter.ToString());

        // Of a challenge the scheme, of an address the path: the rest may repeat what the client sent.
        Add(text, "WWW-Authenticate", headers.WWWAuthenticate.ToString().Split(' ')[0]);
        Add(text, "Location", headers.Location.ToString().Split('?', '#')[0]);
        return text.ToString();
    }

    private static string HowFar(LeftHandshake left) =>
        left.Endpoint is not null
            ? $"routing had chosen {left.EndpointName}, and a middleware answered before it was executed"
        : left.Find(EvidenceSource.Routing, "MatchFailure") is not null
            ? $"routing found no route for {left.Path}, and a middleware after it answered"
        : "a middleware answered before routing ran";

    private static void Add(StringBuilder text, string name, string value)
    {
        if (value.Length > 0)
        {
            text.Append(", ").Append(name).Append(": ").Append(ClientText.Quote(value));
        }
    }
}
