using WsAuth.Secrets;
using WsAuth.Secrets.Sources;
using WsAuth.Tokens;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Tokens.Minting;

/// <summary>The secret that a credential is to be signed with, resolved as the service resolves it. Nothing is made to find one.</summary>
internal sealed class MintingSecret
{
    private MintingSecret(SecretResolution resolution, SecretKey key)
    {
        Resolution = resolution;
        Key = key;
    }

    public SecretResolution Resolution { get; }

    public SecretKey Key { get; }

    public string Describe() => $"{Key.Source} (source {Key.Position} of '{Resolution.Name}', {Key.Fingerprint})";

    /// <summary>Resolves the secret; where it has no value, shows how every source was accounted for and ends.</summary>
    /// <exception cref="ToolException">There is no value to sign with.</exception>
    public static MintingSecret Require(ConfigurationSource source, string name, TokenKind kind, ToolConsole console)
    {
        var secrets = source.Runtime.Secrets;
        var resolution = secrets.Resolve(name);
        if (resolution.Ring.Current is { } key && key.Source != EphemeralSource.Spelling)
        {
            return new MintingSecret(resolution, key);
        }

        var report = secrets.Report();
        report = report with { Secrets = [.. report.Secrets.Where(secret => secret.Name == resolution.Name)] };
        console.Error.Write(report.ToString().ReplaceLineEndings("\n") + "\n");
        foreach (var finding in source.Findings)
        {
            console.Error.Write($"finding: {finding}\n");
        }

        throw ToolException.Unreadable(
            $"There is no {kind} without a secret that the service has too. {Explain(resolution)}"
        );
    }

    /// <summary>What is odd about the secret and the files that it came from.</summary>
    public IEnumerable<string> Warnings(ConfigurationSource source) => [.. Resolution.Warnings, .. source.Findings];

    private static string Explain(SecretResolution resolution) =>
        resolution.Ring.Current is not null
            ? $"Secret '{resolution.Name}' is ephemeral: each process makes a key of its own, so what another process signs is refused by the service. "
                + "Fetch a ticket from the service's own ticket endpoint, or set WsAuth:Secrets:ticket:Order and a shared store."
        : resolution.Rows.Any(row => row.Notes.Contains(DevelopmentDefaultSource.NotMadeYet))
            ? $"The development default of '{resolution.Name}' is not made yet: start the service once, or set {FirstOf(resolution)}."
        : resolution.Fault ?? $"Set {FirstOf(resolution)}.";

    private static string FirstOf(SecretResolution resolution) =>
        resolution.Rows.Select(row => row.Source).FirstOrDefault() ?? $"WsAuth:Secrets:{resolution.Name}:Order";
}
