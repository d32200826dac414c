using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WsAuth.Client.Reconnecting;
using WsAuth.Testing;

namespace WsAuth.Client.Tests.Reconnecting;

/// <summary>What the .NET policy decides, as the JSON that the tests of the JavaScript module read.</summary>
internal static class PolicyDocument
{
    public const string Path = "tests/clients/reconnect-policy.json";

    private static readonly int[] Statuses =
    [
        200,
        302,
        .. Enumerable.Range(400, 40),
        451,
        .. Enumerable.Range(500, 30),
    ];

    private static readonly int[] CloseCodes =
    [
        .. Enumerable.Range(1000, 16),
        .. Enumerable.Range(3000, 10),
        3999,
        .. Enumerable.Range(4000, 2),
        .. Enumerable.Range(4400, 30),
        4999,
    ];

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write() =>
        new JsonObject
        {
            ["reasons"] = Table(
                ReconnectPolicy.Reasons.Keys.Order(StringComparer.Ordinal),
                reason => new() { Reason = reason }
            ),
            ["statuses"] = Table(Statuses, status => new() { Status = (HttpStatusCode)status }),
            ["closeCodes"] = Table(CloseCodes, code => new() { CloseCode = code }),
            ["decisions"] = new JsonArray([.. Ends().Select(Decide)]),
            ["sequences"] = new JsonArray([.. PolicySequences.All.Select(Replay)]),
        }.ToJsonString(Indented) + "\n";

    public static string NameOf(ReconnectAction action) => action.ToString().ToLowerInvariant();

    private static JsonObject Table<T>(IEnumerable<T> keys, Func<T, ConnectionEnd> end) =>
        new(keys.Select(key => KeyValuePair.Create<string, JsonNode?>($"{key}", NameOf(ReconnectPolicy.Of(end(key))))));

    // Where several things are known of one end.
    private static IEnumerable<ConnectionEnd> Ends() =>
        [
            new(),
            new() { HasNoCredential = true },
            new() { CloseCode = 4401, Reason = "token_expired" },
            new() { CloseCode = 4401, Reason = "expired_while_connected" },
            new() { CloseCode = 4403, Reason = "token_expired" },
            new() { CloseCode = 1000, Reason = "token_expired" },
            new() { CloseCode = 4000, Reason = "origin_refused" },
            new() { CloseCode = 4401, Reason = "constructor" },
            new() { CloseCode = 1011, Reason = "unavailable" },
            new() { Status = HttpStatusCode.Forbidden, Reason = "token_expired" },
            new() { Status = HttpStatusCode.Forbidden, Reason = "an_own_reason" },
            new() { Status = HttpStatusCode.Unauthorized, Reason = "an_own_reason" },
            new() { Status = HttpStatusCode.InternalServerError, Reason = "refused_elsewhere" },
            new() { Status = HttpStatusCode.NotFound, Reason = "refused_elsewhere" },
        ];

    private static JsonNode Decide(ConnectionEnd end) =>
        new JsonObject { ["end"] = Describe(end), ["action"] = NameOf(ReconnectPolicy.Of(end)) };

    private static JsonNode Replay(PolicySequence sequence)
    {
        var clock = new ManualTimeProvider();
        var schedule = new ReconnectSchedule(new ReconnectingOptions { Clock = clock, Random = () => 0.5 });
        var steps = new JsonArray();
        foreach (var (end, openFor, pause) in sequence.Ends)
        {
            clock.Advance(TimeSpan.FromSeconds(pause + openFor));
            var step = schedule.Next(end, TimeSpan.FromSeconds(openFor));
            clock.Advance(step.Delay);
            steps.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["pause"] = pause,
                        ["openFor"] = openFor,
                        ["end"] = Describe(end),
                        ["action"] = NameOf(step.Action),
                        ["delay"] = step.Delay.TotalSeconds,
                        ["refresh"] = step.NeedsNewCredential,
                    }
            );
        }

        return new JsonObject { ["name"] = sequence.Name, ["steps"] = steps };
    }

    private static JsonObject Describe(ConnectionEnd end)
    {
        var known = new JsonObject();
        Add("status", end.Status is { } status ? (int)status : null);
        Add("code", end.CloseCode);
        Add("reason", end.Reason);
        Add("retryAfter", end.RetryAfter?.TotalSeconds);
        Add("noCredential", end.HasNoCredential ? true : null);
        return known;

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                known[name] = value;
            }
        }
    }
}
