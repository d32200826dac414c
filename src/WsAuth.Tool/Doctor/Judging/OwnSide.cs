using WsAuth.Client;
using WsAuth.Client.Diagnosis;
using WsAuth.Tool.Doctor.Credentials;

namespace WsAuth.Tool.Doctor.Judging;

/// <summary>What this side knows of its own: where its secret comes from, what is odd about that, and which command compares it.</summary>
internal sealed class OwnSide(DoctorRequest request, CredentialSupply supply, MintedToken? sent)
{
    private const string VariablePrefix = "env:";

    /// <summary>Of the credential that was in the handshake.</summary>
    public static OwnSide Of(Examination seen) => new(seen.Request, seen.Supply, seen.Primary?.Options.Credential);

    /// <summary>Whether the credential was made here, from a secret that is known.</summary>
    public bool IsMade => supply.SecretName is not null && sent is not null;

    /// <summary>Fingerprint and source of the secret.</summary>
    public string Secret => $"{sent!.KeyFingerprint} from {Source}";

    /// <summary>The source, with the files that it was read from.</summary>
    public string Source => Locate(sent!.Source);

    /// <summary>A source of this side, with the files that the variables were read from.</summary>
    public string Locate(string source) =>
        request.Configuration.EnvFiles is { Count: > 0 } files
        && source.StartsWith(VariablePrefix, StringComparison.Ordinal)
            ? $"{source} ({string.Join(", ", files)})"
            : source;

    /// <summary>What is odd about the very value that the credential was made with; null where nothing is.</summary>
    public string? Oddity =>
        IsMade
            ? supply.Findings.FirstOrDefault(finding =>
                finding.Contains($"the value of {sent!.Source} ", StringComparison.Ordinal)
            ) ?? supply.Findings.FirstOrDefault(IsOfVariable)
            : null;

    /// <summary>Whether the request names one agent in the URL and another one by <c>--agent</c>.</summary>
    public bool NamesTwoAgents =>
        request.Agent is { } agent && MintedSupply.AgentInUrl(request) is { } inUrl && inUrl != agent;

    /// <summary>The command that compares this side's secret with the server's.</summary>
    public string CompareCommand =>
        $"wsauth secret compare --name {supply.SecretName} {Configuration}--server {Concealment.Address(request.Diagnostics)} --operator-token-from env:NAME";

    /// <summary>The command that reads a credential with the configuration of this call, or with the server's.</summary>
    public string InspectCommand =>
        $"wsauth token inspect - {(Configuration.Length > 0 ? Configuration : "--env-file <the server's> --environment <the server's>")}".TrimEnd();

    /// <summary>The options of this call that name a configuration.</summary>
    public string Configuration =>
        string.Concat([
            .. request.Configuration.ConfigurationFiles.Select(file => $"--config {Quote(file)} "),
            .. request.Configuration.EnvFiles.Select(file => $"--env-file {Quote(file)} "),
            .. request.Configuration.Environment is { } environment
                ? (string[])[$"--environment {Quote(environment)} "]
                : [],
        ]);

    // "NAME of .env is read differently", "NAME stands 2 times".
    private bool IsOfVariable(string finding) =>
        sent!.Source.StartsWith(VariablePrefix, StringComparison.Ordinal)
        && finding.StartsWith(sent.Source[VariablePrefix.Length..] + " ", StringComparison.Ordinal);

    private static string Quote(string word) => word.Any(char.IsWhiteSpace) ? $"\"{word}\"" : word;

    /// <summary>Where to look on this side, which is known: the source of the key that the credential was made with. Follows another place.</summary>
    public string Aside => IsMade ? $"; here the secret is {Secret}" : "";

    /// <summary>What is odd about the very value that the credential was made with; precedes the server's fix.</summary>
    public string OddityFirst => Oddity is { } oddity ? $"On this side first: {oddity} Then: " : "";
}
