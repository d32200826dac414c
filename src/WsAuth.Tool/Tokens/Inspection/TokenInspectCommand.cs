using System.CommandLine;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.Tokens;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary><c>wsauth token inspect -</c>: what a credential on standard input is, and what a service with this configuration makes of it.</summary>
internal sealed class TokenInspectCommand
{
    private const string Name = "token inspect";

    private static readonly TokenKind[] Known =
    [
        TokenKind.Jwt,
        TokenKind.SharedSecret,
        TokenKind.EdgeToken,
        TokenKind.Ticket,
    ];

    // The one value is '-': the credential itself is never an argument.
    private readonly Argument<string> _input = new("input")
    {
        Description =
            "'-': the credential is read from standard input; a header line, URL, sub-protocol or message around it is understood.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => "-",
    };

    private readonly Option<string[]> _kinds = new("--kind")
    {
        Description =
            "What the endpoint accepts: jwt, shared-secret, edge-token, ticket. Default: all that the configuration has secrets for.",
        HelpName = "kind",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _path = new("--path")
    {
        Description = "The path of the WebSocket URL, for tickets. Default: the URL's, else the ticket's own.",
        HelpName = "path",
    };

    private readonly Option<string?> _origin = new("--origin")
    {
        Description = "The origin of the page that connects, for tickets that are bound to one.",
        HelpName = "origin",
    };

    private readonly Option<string?> _agent = new("--agent")
    {
        Description = "The agent that the request names (X-Edge-Agent-Id).",
        HelpName = "id",
    };

    private readonly Option<bool> _hide = new("--hide-claims")
    {
        Description = "Show the names of claims and not their values, for pasting.",
    };

    private readonly ConfigurationOptions _configuration = new();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly ToolConsole _console;

    private TokenInspectCommand(ToolConsole console) => _console = console;

    public static Command Create(ToolConsole console) => new TokenInspectCommand(console).Create();

    private Command Create()
    {
        var command = new Command(
            "inspect",
            "Decodes a credential from standard input and runs every check of a service with this configuration on it; never shows the signature. Ends with 0 where it would be accepted."
        )
        {
            _input,
            _kinds,
            _path,
            _origin,
            _agent,
            _hide,
        };
        _configuration.AddTo(command);
        command.Add(_json);
        command.SetAction(RunAsync);
        return command.WithExamples(
            "wsauth token inspect - < token.txt",
            "pbpaste | wsauth token inspect - --environment Staging --config appsettings.json",
            "wsauth token inspect - --kind ticket --path /ws --hide-claims --json < url.txt"
        );
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_input) != "-")
        {
            throw ToolException.Usage(
                "The credential is read from standard input: wsauth token inspect - < token.txt. A file is given by '<', a token never as an argument."
            );
        }

        var request = new InspectionRequest(
            [.. (parsed.GetValue(_kinds) ?? []).Select(FindKind)],
            parsed.GetValue(_path),
            parsed.GetValue(_origin),
            parsed.GetValue(_agent),
            parsed.GetValue(_hide)
        );
        using var source = ConfigurationSource.Open(_configuration.ReadRequest(parsed), _console);
        using var judge = new ServiceJudge(source);
        var text = await StandardInput.ReadAsync(_console, "a token", cancellationToken).ConfigureAwait(false);
        var inspection = await new TokenInspector(source, judge, request)
            .InspectAsync(text, cancellationToken)
            .ConfigureAwait(false);
        if (parsed.GetValue(_json))
        {
            JsonReport.Write(_console, Name, inspection.ExitCode, writer => InspectionJson.Write(writer, inspection));
        }
        else
        {
            InspectionText.Write(_console, inspection);
        }

        return (int)inspection.ExitCode;
    }

    private static TokenKind FindKind(string name)
    {
        // 'edge' is what 'token mint' and 'doctor' call it.
        if (Known.FirstOrDefault(kind => kind.Name == (name == "edge" ? TokenKind.EdgeToken.Name : name)) is { } found)
        {
            return found;
        }

        var nearest = DidYouMean.Suggest(name, Known.Select(kind => kind.Name));
        throw ToolException.Usage(
            $"There is no kind {ClientText.Quote(name)}{(nearest.Length > 0 ? nearest : ".")} The kinds: {string.Join(", ", Known.Select(kind => kind.Name))}."
        );
    }
}
