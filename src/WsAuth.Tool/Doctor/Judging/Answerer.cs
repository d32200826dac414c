using WsAuth.Client.Diagnosis;
using WsAuth.Tool.Doctor.Probes;

namespace WsAuth.Tool.Doctor.Judging;

/// <summary>Who seems to have given the answer, by headers and the shape of the body.</summary>
/// <param name="Name">A product, or a kind of one.</param>
/// <param name="Confidence">How sure that is.</param>
/// <param name="Because">What it was told by.</param>
internal sealed record Answerer(string Name, Confidence Confidence, string Because)
{
    private const string Unknown = "unknown";

    private static readonly (string Part, string Name)[] Servers =
    [
        ("uvicorn", "an ASGI server (uvicorn)"),
        ("daphne", "an ASGI server (daphne)"),
        ("hypercorn", "an ASGI server (hypercorn)"),
        ("gunicorn", "gunicorn"),
        ("websockets/", "Python's websockets"),
        ("Kestrel", "ASP.NET Core's Kestrel"),
        ("Microsoft-IIS", "IIS"),
        ("Jetty", "Jetty"),
    ];

    private static readonly (string Header, string Name)[] Marks =
    [
        ("CF-Ray", "Cloudflare"),
        ("X-Amz-Cf-Id", "CloudFront"),
        ("X-Azure-Ref", "Azure Front Door"),
    ];

    private static readonly (string Text, string Name)[] Bodies =
    [
        ("Transport unknown", "Socket.IO (engine.io)"),
        ("Session ID unknown", "Socket.IO (engine.io)"),
        ("Connection ID required", "a SignalR hub"),
        ("No Connection with that ID", "a SignalR hub"),
        ("<pre>Cannot GET ", "Express, which has no such route"),
        ("Whitelabel Error Page", "Spring Boot"),
        ("Just a moment...", "Cloudflare's browser check"),
    ];

    /// <summary>Null where no HTTP answer came.</summary>
    public static Answerer? Of(Attempt? attempt)
    {
        if (attempt?.Facts is not { Answer: { } answer } facts)
        {
            return null;
        }

        if (answer["X-WsAuth-Reason"] is not null || answer["X-WsAuth-Attempt"] is not null)
        {
            return new("a service with WsAuth", Confidence.Certain, "its X-WsAuth headers");
        }

        if (attempt.Diagnosis.Reason is not null)
        {
            return new("a service with WsAuth", Confidence.Likely, "the reason that it names");
        }

        return OfBody(answer) ?? OfGateway(facts, answer) ?? OfServer(facts, answer);
    }

    private static Answerer? OfBody(HttpAnswer answer) =>
        Array.Find(Bodies, it => answer.Says(it.Text)) is { Name: { } name }
            ? new(name, Confidence.Likely, "the words of its answer")
            : null;

    // A gateway also signs what it passes on from the application, but for the body of its own pages.
    private static Answerer? OfGateway(HandshakeFacts facts, HttpAnswer answer)
    {
        if (Array.Find(Marks, it => answer[it.Header] is not null) is { Name: { } name, Header: { } header })
        {
            return new($"{name}, or the application behind it", Confidence.Likely, $"the header {header}");
        }

        if (facts.Gateway is not { } gateway)
        {
            return null;
        }

        return answer.IsHtml && answer.Says(gateway) ? new(gateway, Confidence.Certain, "a page of its own")
            : facts.Status == 101 ? new($"the application, through {gateway}", Confidence.Likely, "the header Server")
            : new($"{gateway}, or the application behind it", Confidence.Likely, "the header Server");
    }

    private static Answerer OfServer(HandshakeFacts facts, HttpAnswer answer) =>
        Array.Find(Servers, it => facts.Server.Contains(it.Part, StringComparison.OrdinalIgnoreCase))
            is { Name: { } name }
            ? new(name, Confidence.Certain, "the header Server")
        : answer["X-Powered-By"] is { } powered
            ? new(facts.Conceal.Name(powered), Confidence.Likely, "the header X-Powered-By")
        : facts.IsOfNodeWs
            ? new("Node's ws", Confidence.Likely, "a bare text/html of the status' words, without a Date")
        : IsLikeNodeWs(answer) ? new("Node's ws", Confidence.Guess, "a plain text sent as text/html, without a Date")
        : answer.Body.TrimEnd() == "404 page not found"
            ? new("a Go service, or Traefik", Confidence.Likely, "the words of its answer")
        : facts.Server.Length > 0 ? new(facts.Conceal.Name(facts.Server), Confidence.Likely, "the header Server")
        : new(Unknown, Confidence.Guess, "the answer names nobody");

    // With words of the application's own in the place of the status'.
    private static bool IsLikeNodeWs(HttpAnswer answer) =>
        answer["Date"] is null && answer["Content-Type"] == "text/html" && !answer.Says("<");

    /// <summary>For people.</summary>
    public string InWords =>
        Name == Unknown
            ? $"whose it is, is unknown: {Because}"
            : $"by {Name} ({Confidence.ToString().ToLowerInvariant()}, by {Because})";
}
