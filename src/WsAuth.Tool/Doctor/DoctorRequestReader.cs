using System.CommandLine;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Doctor.Credentials;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Doctor;

/// <summary>Reads what was asked from the arguments, and says what is wrong with them.</summary>
internal static class DoctorRequestReader
{
    private const string UsualDiagnostics = "/ws-auth";
    private const double LongestWait = 600;

    public static DoctorRequest Read(ParseResult parsed, DoctorOptions options, ToolConsole console)
    {
        var url = ReadUrl(parsed.GetValue(options.Url)!);
        var diagnostics = parsed.GetValue(options.Diagnostics);
        var takesInput = ReadsInput(parsed.GetValue(options.Credential));
        var kind = parsed.GetValue(options.Kind);
        if (takesInput && kind == DoctorKind.None)
        {
            throw ToolException.Usage("--kind none sends nothing, and --credential - gives something to send.");
        }

        var operatorToken = ReadOperatorToken(parsed.GetValue(options.OperatorToken), console);
        var asked = ReadHttp(diagnostics ?? UsualDiagnostics, url, "--diagnostics");
        if (operatorToken is not null && asked is { Scheme: "http", IsLoopback: false })
        {
            throw ToolException.Usage(
                "An operator's token is not sent over http:// to another machine, since everybody on the way can read it; use wss://, or give --diagnostics an https URL."
            );
        }

        return new DoctorRequest
        {
            Url = url,
            Kind = kind,
            TakesCredentialFromInput = takesInput,
            TicketUrl = parsed.GetValue(options.TicketUrl) is { } ticket ? ReadHttp(ticket, url, "--ticket-url") : null,
            Subject = parsed.GetValue(options.Subject) ?? "wsauth-doctor",
            Agent = parsed.GetValue(options.Agent),
            Claims = [.. (parsed.GetValue(options.Claims) ?? []).Select(ReadClaim)],
            Location = DoctorWords.PlaceOf(parsed.GetValue(options.Location)),
            QueryParameter = DoctorWords.ParameterOf(parsed.GetValue(options.Location)),
            Origin = ReadOrigin(parsed.GetValue(options.Origin)),
            SubProtocols = parsed.GetValue(options.Protocols) ?? [],
            Headers = [.. (parsed.GetValue(options.Headers) ?? []).Select(FurtherHeader.Read)],
            Diagnostics = asked,
            IsDiagnosticsGiven = diagnostics is not null,
            OperatorToken = operatorToken,
            Timeout = ReadSeconds(parsed.GetValue(options.Timeout), 10, 0.001, "--timeout"),
            Settle = ReadSeconds(parsed.GetValue(options.Settle), 1, 0, "--settle"),
            AcceptsAnyCertificate = parsed.GetValue(options.Insecure),
            IsQuick = parsed.GetValue(options.Quick),
            Configuration = options.Configuration.ReadRequest(parsed),
        };
    }

    private static Uri ReadUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            throw ToolException.Usage("The URL is an absolute one, with its scheme in front: wss://host.example/ws.");
        }

        return url.Scheme switch
        {
            "ws" or "wss" => url,
            "http" or "https" => new UriBuilder(url)
            {
                Scheme = url.Scheme == "https" ? "wss" : "ws",
                Port = url.Port,
            }.Uri,
            _ => throw ToolException.Usage("A WebSocket URL begins with ws:// or wss://."),
        };
    }

    // RFC 6454 §7: scheme, host and port, or null; a mere host would be judged as an Origin that no browser sends.
    private static string? ReadOrigin(string? text) =>
        text is null or "null" || text.Contains("://", StringComparison.Ordinal)
            ? text
            : throw ToolException.Usage(
                "--origin is what a browser sends, with its scheme in front: https://app.example; or null."
            );

    // A path is one of the server that is examined.
    private static Uri ReadHttp(string text, Uri server, string option)
    {
        var root = new UriBuilder(server)
        {
            Scheme = server.Scheme == "wss" ? "https" : "http",
            Port = server.Port,
            Path = "/",
            Query = "",
            Fragment = "",
        }.Uri;
        // A path alone is an absolute URL of a file on some systems.
        return
            (
                text.StartsWith('/')
                    ? Uri.TryCreate(root, text, out var url)
                    : Uri.TryCreate(text, UriKind.Absolute, out url)
            ) && url.Scheme is "http" or "https"
            ? url
            : throw ToolException.Usage($"{option} is a path that begins with '/', or an http or https URL.");
    }

    private static bool ReadsInput(string? value) =>
        value switch
        {
            null => false,
            "-" => true,
            _ => throw ToolException.Usage("--credential takes '-' alone: the credential comes from standard input."),
        };

    private static string? ReadOperatorToken(string? variable, ToolConsole console) =>
        variable is null ? null
        : console.Variables.Get(variable) is not { Length: > 0 } token
            ? throw ToolException.Unreadable($"The variable that --operator-token-from-env names is not set here.")
        : token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw ToolException.Unreadable(
                "The value of the variable that --operator-token-from-env names cannot stand in a header: it has white space or other characters in it."
            )
        : token;

    private static TimeSpan ReadSeconds(double? seconds, double usual, double least, string option) =>
        (seconds ?? usual) is var value && value >= least && value <= LongestWait
            ? TimeSpan.FromSeconds(value)
            : throw ToolException.Usage($"{option} is a number of seconds, up to {LongestWait:0}.");

    private static KeyValuePair<string, string> ReadClaim(string claim) =>
        claim.Split('=', 2) is [{ Length: > 0 } name, var value]
            ? KeyValuePair.Create(name, value)
            : throw ToolException.Usage("--claim is name=value.");
}
