using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.Secrets.Sources;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;

namespace WsAuth.Tool.Secrets;

/// <summary>The resolution of the secrets that are asked about, and what of it is a finding.</summary>
/// <param name="Report">What the service would log.</param>
/// <param name="Findings">What is wrong or will be, one sentence each.</param>
/// <param name="Notes">What is good to know, and nothing to change.</param>
internal sealed record SecretExplanation(
    SecretReport Report,
    IReadOnlyList<string> Findings,
    IReadOnlyList<string> Notes
)
{
    public ExitCode ExitCode => Findings.Count == 0 ? ExitCode.Fine : ExitCode.Finding;

    /// <summary>Explains the secrets of these names; all that a service with this configuration has where none is given.</summary>
    /// <exception cref="ToolException">There is no secret of such a name.</exception>
    public static SecretExplanation Of(ConfigurationSource source, IReadOnlyCollection<string> names)
    {
        var resolver = source.Runtime.Secrets;
        var asked = names.Select(name => Find(source, name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var used = source.Runtime.Settings.Current;
        var all = asked.Count > 0 ? asked : [used.Jwt.Secret, used.SharedSecret.Secret, used.EdgeToken.Secret];
        foreach (var name in all)
        {
            resolver.Resolve(name);
        }

        var report = resolver.Report();
        if (asked.Count > 0)
        {
            report = report with { Secrets = [.. report.Secrets.Where(secret => asked.Contains(secret.Name))] };
        }

        List<string> findings = [];
        List<string> notes = [];
        foreach (var secret in report.Secrets.Where(secret => secret.Fault is not null))
        {
            if (MayBeMissed(secret, resolver, asked.Count > 0) is { } note)
            {
                notes.Add(note);
            }
            else
            {
                findings.Add(secret.Fault!);
            }
        }

        findings.AddRange(report.Warnings);
        findings.AddRange(source.Findings);
        notes.AddRange(source.Notes);
        notes.AddRange(RelativeFiles(report, source.Folder));
        return new SecretExplanation(report, findings, notes);
    }

    // Why it is nothing wrong that a secret has no value; null where it is.
    private static string? MayBeMissed(SecretResolution secret, SecretResolver resolver, bool isAsked)
    {
        if (secret.Rows.Any(row => row.Notes.Contains(DevelopmentDefaultSource.NotMadeYet)))
        {
            return secret.Rows.All(row => row.State == SecretSourceState.Absent)
                ? $"Secret '{secret.Name}': the development default is not made yet; the first process that needs it makes it, and this tool makes none."
                : null;
        }

        var isUnused =
            !isAsked
            && secret.IsBuiltInOrder
            && secret.Rows.All(row =>
                row.State == SecretSourceState.Absent || row.Source == DevelopmentDefaultSource.Spelling
            )
            && !resolver.FindVisible(secret.Name, null).Any(value => value.Place == VisiblePlace.OtherName);
        return isUnused && resolver.Resolved.Any(other => other.Ring.Current is not null)
            ? $"Secret '{secret.Name}' is not configured and has no value, which is no fault where no endpoint accepts what it is for."
            : null;
    }

    // The configuration's own folder is what many expect, and no process looks there.
    private static IEnumerable<string> RelativeFiles(SecretReport report, string folder) =>
        report
            .Secrets.SelectMany(secret => secret.Rows)
            .Where(row => (row.File ?? NameOfFile(row.Source)) is { } file && !Path.IsPathFullyQualified(file))
            .Select(row =>
                $"{row.Source} is a relative name: it was looked for in {folder}. A service looks in the folder that it is started in, which is not that of its configuration."
            );

    private static string? NameOfFile(string source)
    {
        var bare =
            source.StartsWith("hex:", StringComparison.Ordinal) ? source["hex:".Length..]
            : source.StartsWith("base64:", StringComparison.Ordinal) ? source["base64:".Length..]
            : source;
        return bare.StartsWith("file:", StringComparison.Ordinal) ? bare["file:".Length..] : null;
    }

    private static string Find(ConfigurationSource source, string name)
    {
        var known = source.Runtime.Secrets.Names;
        return known.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw ToolException.Usage(
                known.FirstOrDefault(Reads) is { } reader
                    ? $"{ClientText.Quote(name)} is a variable, and the secret that is read from it is '{reader}': give that as the name."
                    : $"There is no secret {ClientText.Quote(name)}{End(DidYouMean.Suggest(name, known))} Its order stands in WsAuth:Secrets:<name>:Order."
            );

        bool Reads(string secret) =>
            (
                source.Configuration[$"WsAuth:Secrets:{secret}:Order"]
                ?? BuiltInOrders.Find(secret.ToLowerInvariant())
                ?? ""
            )
                .Split([' ', '>', ':'])
                .Contains(name, StringComparer.Ordinal);
    }

    private static string End(string suggestion) => suggestion.Length > 0 ? suggestion : ".";
}
