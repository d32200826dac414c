using System.CommandLine;
using WsAuth.Tool.Configuration;
using WsAuth.Tool.Doctor.Credentials;

namespace WsAuth.Tool.Doctor;

/// <summary>The arguments of <c>wsauth doctor</c>.</summary>
internal sealed class DoctorOptions
{
    public Argument<string> Url { get; } =
        new("url") { Description = "The WebSocket URL: ws://… or wss://…, without a credential in it." };

    public Option<DoctorKind?> Kind { get; } =
        new("--kind")
        {
            Description =
                "What to mint and send: jwt, edge, shared-secret, ticket (with --ticket-url) or none. Default: a JWT where one can be minted.",
            CustomParser = result => DoctorWords.ParseKind(result),
            HelpName = "jwt|edge|shared-secret|ticket|none",
        };

    public Option<string?> Credential { get; } =
        new("--credential") { Description = "'-': take the credential from standard input.", HelpName = "-" };

    public Option<string?> TicketUrl { get; } =
        new("--ticket-url")
        {
            Description = "Where a POST fetches a ticket; it is paid with the credential.",
            HelpName = "url",
        };

    public Option<string?> Subject { get; } =
        new("--subject") { Description = "The subject of a minted JWT. Default: wsauth-doctor.", HelpName = "name" };

    public Option<string?> Agent { get; } =
        new("--agent")
        {
            Description = "The agent of an edge token or shared secret. Default: edge_agent_id of the URL.",
            HelpName = "id",
        };

    public Option<string[]> Claims { get; } =
        new("--claim") { Description = "A claim of a minted JWT, for example role=ops.", HelpName = "name=value" };

    public Option<string?> Location { get; } =
        new("--location")
        {
            Description = "Where the client puts the credential. Default: header; a ticket: query.",
            HelpName = "header|query|query:name|sub-protocol|first-message",
        };

    public Option<string?> Origin { get; } =
        new("--origin")
        {
            Description = "The Origin that a page would send, for example https://app.example.",
            HelpName = "origin",
        };

    public Option<string[]> Protocols { get; } =
        new("--protocol") { Description = "A sub-protocol to offer.", HelpName = "name" };

    public Option<string[]> Headers { get; } =
        new("--header") { Description = "A further header that is no secret.", HelpName = "Name: value" };

    public Option<string?> Diagnostics { get; } =
        new("--diagnostics")
        {
            Description = "Where the service has MapWsAuthDiagnostics, as path or URL. Default: /ws-auth.",
            HelpName = "path",
        };

    public Option<string?> OperatorToken { get; } =
        new("--operator-token-from-env")
        {
            Description =
                "The environment variable that holds an operator's bearer token: shows the server's full record and report.",
            HelpName = "VARIABLE",
        };

    public Option<double?> Timeout { get; } =
        new("--timeout") { Description = "Seconds that each step may take. Default: 10.", HelpName = "seconds" };

    public Option<double?> Settle { get; } =
        new("--settle")
        {
            Description = "Seconds that an open socket is watched after its first ping. Default: 1.",
            HelpName = "seconds",
        };

    public Option<bool> Insecure { get; } =
        new("--insecure")
        {
            Description = "Go on where the server's certificate is bad. What is sent may be read by others.",
        };

    public Option<bool> Quick { get; } = new("--quick") { Description = "Make one handshake and nothing else." };

    public ConfigurationOptions Configuration { get; } = new();

    public IEnumerable<Option> All =>
        [
            Kind,
            Credential,
            TicketUrl,
            Subject,
            Agent,
            Claims,
            Location,
            Origin,
            Protocols,
            Headers,
            Diagnostics,
            OperatorToken,
            Timeout,
            Settle,
            Insecure,
            Quick,
        ];
}
