using System.Text.Json;
using WsAuth.Client.Diagnosis;
using WsAuth.Secrets;
using WsAuth.Tool.Doctor.Credentials;

namespace WsAuth.Tool.Doctor.Probes;

/// <summary>Which secret the server holds, by its own report, beside the one that the credential was made with here: fingerprints, never a value.</summary>
internal sealed class ServerSecrets(DoctorRequest request, CredentialSupply supply)
{
    private const string Collection = "/secrets";

    /// <summary>Asks for the report; null where the server does not show it to this caller.</summary>
    public async Task<SecretComparison?> CompareAsync(Attempt primary, CancellationToken cancellationToken)
    {
        var url = new UriBuilder(request.Diagnostics)
        {
            Path = request.Diagnostics.AbsolutePath.TrimEnd('/') + Collection,
        }.Uri;
        var answer = await new PlainRequest(url, primary.Options)
            .AskForJsonAsync(cancellationToken)
            .ConfigureAwait(false);
        if (answer is not { Status: 200 } || supply.SecretName is not { } name)
        {
            return null;
        }

        try
        {
            using var report = JsonDocument.Parse(answer.Body);
            return report
                .RootElement.GetProperty("secrets")
                .EnumerateArray()
                .Where(secret => secret.GetProperty("name").GetString() == name)
                .Select(secret => Compare(name, secret, report.RootElement, primary))
                .FirstOrDefault();
        }
        catch (Exception fault)
            when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static SecretComparison Compare(string name, JsonElement secret, JsonElement report, Attempt primary)
    {
        var conceal = primary.Facts.Conceal;
        var own = primary.Options.Credential!;
        var rows = secret
            .GetProperty("sources")
            .EnumerateArray()
            .Select(row => new ServerSource(
                conceal.Name(row.GetProperty("source").GetString() ?? ""),
                conceal.Name(row.GetProperty("state").GetString() ?? ""),
                row.TryGetProperty("fingerprint", out var fingerprint) && fingerprint.GetString() is { } shown
                    ? conceal.Name(shown)
                    : null
            ))
            .ToList();
        return new SecretComparison(
            name,
            own.KeyFingerprint,
            own.Source,
            conceal.Name(report.GetProperty("environment").GetProperty("name").GetString() ?? ""),
            rows
        );
    }
}

/// <summary>One source of the server's.</summary>
internal sealed record ServerSource(string Source, string State, string? Fingerprint);

/// <summary>Both sides' account of one secret.</summary>
internal sealed record SecretComparison(
    string Name,
    string OwnFingerprint,
    string OwnSource,
    string ServerEnvironment,
    IReadOnlyList<ServerSource> Sources
)
{
    public ServerSource? InForce => Sources.FirstOrDefault(row => row.State == "won");

    /// <summary>Whether the server holds the value in force, or accepts it as a previous one; null where fingerprints cannot tell.</summary>
    public bool? IsHeld =>
        OwnFingerprint == SecretFingerprint.Weak || InForce?.Fingerprint is null
            ? null
            : InForce.Fingerprint == OwnFingerprint
                || Sources.Any(row => row.State == "previous" && row.Fingerprint == OwnFingerprint);

    /// <summary>Where the server has the value that is used here, and does not use it.</summary>
    public ServerSource? Shadowed =>
        IsHeld == false ? Sources.FirstOrDefault(row => row.Fingerprint == OwnFingerprint) : null;

    public string Describe() =>
        InForce?.Fingerprint is null
            ? $"the server has no value for '{Name}' in {ServerEnvironment}; here it is {OwnFingerprint} from {OwnSource}"
        : IsHeld is null ? $"'{Name}' is too weak for a fingerprint: whether both sides hold the same cannot be told"
        : IsHeld == true
            ? $"equal: '{Name}' is {OwnFingerprint} on both sides ({OwnSource} here, {InForce.Source} there)"
        : $"different: '{Name}' is {OwnFingerprint} from {OwnSource} here, and {InForce.Fingerprint} from {InForce.Source} there ({ServerEnvironment})"
            + (
                Shadowed is { } row
                    ? $"; the server has the value of this side in {row.Source}, which is {row.State}"
                    : ""
            );
}
