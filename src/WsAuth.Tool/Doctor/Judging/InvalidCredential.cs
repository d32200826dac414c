using WsAuth.Tokens;
using WsAuth.Tool.Doctor.Credentials;

namespace WsAuth.Tool.Doctor.Judging;

/// <summary>The server tells the class "credential_invalid" alone: what is most likely behind it, by what this side knows of its own.</summary>
internal sealed class InvalidCredential(OwnSide own, CredentialSupply supply, string? attempt)
{
    /// <summary>What the class leaves open, in sentences behind "not valid".</summary>
    public string Cause =>
        own.NamesTwoAgents && !IsJwt
            ? "Likely because this call names two agents: --agent and edge_agent_id in the URL differ."
        : own.Oddity is { } oddity ? $"Likely because of this side's value: {oddity}"
        : own.IsMade
            ? $"Nine times in ten the two sides hold different secrets '{supply.SecretName}'; here it is {own.Secret}."
        : "The server tells no more; nine times in ten it was made with another secret than the server's.";

    public string Change =>
        own.NamesTwoAgents && !IsJwt
            ? "Name the same agent in both, or give --agent alone; then ask again."
            : (own.Oddity is null ? "" : $"Correct {own.Source} first; then ask again. ")
                + (own.IsMade ? $"Compare the secrets: {own.CompareCommand}. " : "")
                + Others
                + $" Else {Log} names the exact reason.";

    public Verdict Verdict(IReadOnlyList<string> evidence, string before = "The credential is not valid here.") =>
        new(
            $"{before} {Cause}",
            Change,
            own.NamesTwoAgents && !IsJwt || own.Oddity is not null ? Side.Client : Side.Unknown,
            own.NamesTwoAgents && !IsJwt ? "the options of this call, or the client's code that names the agent"
                : own.IsMade ? $"the secret on both sides; here the secret is {own.Secret}"
                : "the secret that the credential was made with, and the server's",
            Confidence.Likely,
            evidence
        );

    private bool IsJwt => supply.Kind == TokenKind.Jwt || supply.Kind == TokenKind.Ticket;

    private string Log => attempt is { } id ? $"the line of attempt {id} in the server's log" : "the server's log";

    // What else the class stands for, of this kind.
    private string Others =>
        !own.IsMade
            ? $"With the server's configuration, this reads the same credential: {own.InspectCommand} < token.txt."
        : supply.Kind == TokenKind.SharedSecret ? "A shared secret has nothing else that could be wrong."
        : supply.Kind == TokenKind.EdgeToken
            ? "Where they are equal, look at the agent that the request names, at both clocks, and whether a token was sent twice."
        : $"Where they are equal, it is issuer, audience, claims or times: give a token of the client to {InspectServer}.";

    private const string InspectServer = "wsauth token inspect - with the server's configuration";
}
