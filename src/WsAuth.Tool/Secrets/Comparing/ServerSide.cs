using System.Globalization;
using System.Text.Json;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.Tool.CommandLine;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>The side that only told fingerprints: a running server by its report, or whoever read one out. Its texts are another machine's, and shown as such.</summary>
internal static class ServerSide
{
    private const string Title = "the server";

    /// <exception cref="ToolException">It is no report, holds no such secret, or its fingerprint says nothing.</exception>
    public static ComparedSide Read(JsonElement report, string secret)
    {
        try
        {
            var secrets = report.GetProperty("secrets").EnumerateArray().ToList();
            var found = secrets.FirstOrDefault(row =>
                secret.Equals(TextOf(row, "name"), StringComparison.OrdinalIgnoreCase)
            );
            return found.ValueKind == JsonValueKind.Object
                ? Read(found)
                : throw ToolException.Unreadable(
                    $"The server's report holds no secret {ClientText.Quote(secret)}, but {string.Join(", ", secrets.Select(row => Quoted(row, "name")))}: it tells of those that its endpoints use."
                );
        }
        catch (Exception failure) when (failure is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw ToolException.Unreadable(ServerReport.NoReport);
        }
    }

    /// <summary>A fingerprint that somebody read out.</summary>
    /// <exception cref="ToolException">It has not the form of one, or says nothing.</exception>
    public static ComparedSide OfFingerprint(string written)
    {
        var fingerprint = written.Trim().ToLowerInvariant();
        if (fingerprint == SecretFingerprint.Weak)
        {
            throw SaysNothing("The fingerprint");
        }

        return SecretFingerprint.HasForm(fingerprint)
            ? new ComparedSide(
                "the other side",
                [new HeldValue($"the value with the fingerprint {fingerprint}", null, 0, fingerprint, null)]
            )
            : throw ToolException.Usage(
                "--fingerprint takes 'fp:' and 12 hexadecimal digits, as logs and 'wsauth secret explain' show it."
            );
    }

    private static ComparedSide Read(JsonElement secret)
    {
        List<HeldValue> values = [];
        foreach (var key in secret.GetProperty("keys").EnumerateArray())
        {
            var isCurrent = key.GetProperty("current").GetBoolean();
            Add(
                values,
                key,
                isCurrent ? null
                    : key.TryGetProperty("until", out var until)
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"an older value, accepted until {until.GetDateTimeOffset().UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'}"
                        )
                    : "an older value, accepted still"
            );
        }

        foreach (var row in secret.GetProperty("sources").EnumerateArray())
        {
            var state = TextOf(row, "state");
            Add(
                values,
                row,
                state == "refused" && values.TrueForAll(value => !value.IsMeant) ? null
                    : row.GetProperty("previous").GetBoolean() ? "an older value, accepted no more"
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"shadowed (source {row.GetProperty("position").GetInt32()})"
                    )
            );
        }

        return values.Find(value => value.IsMeant)?.Fingerprint == SecretFingerprint.Weak
            ? throw SaysNothing("The server's value")
            : new ComparedSide(Title, values)
            {
                Fault = secret.TryGetProperty("fault", out _)
                    ? "The server has no usable value of that secret; its log and its report say why."
                    : null,
            };
    }

    private static void Add(List<HeldValue> values, JsonElement place, string? standing)
    {
        if (
            TextOf(place, "fingerprint") is { } fingerprint
            && (fingerprint == SecretFingerprint.Weak || SecretFingerprint.HasForm(fingerprint))
            && !values.Exists(value => value.Fingerprint == fingerprint)
        )
        {
            values.Add(
                new HeldValue(
                    $"{Title}'s {Bare(place, "source")}",
                    standing,
                    standing is null ? 0 : 1,
                    fingerprint,
                    null
                )
            );
        }
    }

    private static ToolException SaysNothing(string what) =>
        ToolException.Unreadable(
            $"{what} shows as {SecretFingerprint.Weak}, as every value does that can be guessed: it says nothing about which value it is, and the service refuses it. Replace it: 'wsauth secret generate' makes one."
        );

    private static string? TextOf(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Quoted(JsonElement row, string name) => ClientText.Quote(TextOf(row, name) ?? "");

    private static string Bare(JsonElement row, string name) => Quoted(row, name).Trim('"');
}
