using System.CommandLine;
using System.Security.Claims;
using WsAuth.Tokens;
using WsAuth.Tokens.Ticket;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Tokens.Minting;

/// <summary><c>wsauth token mint ticket</c>: a connection ticket, where the service has a ticket secret that is not its process's own.</summary>
internal sealed class TicketMintCommand
{
    private const string Name = "token mint ticket";

    private const string OnlyShared =
        "It opens a socket only where the service shares its store of used tickets between instances; with the in-memory store a ticket is good at the instance that issued it (ticket_other_instance).";

    private readonly Option<string> _subject = new("--subject")
    {
        Description = "Who may connect with it.",
        HelpName = "id",
        Required = true,
    };

    private readonly Option<string> _path = new("--path")
    {
        Description = "The path of the WebSocket URL that it opens, with the base that the application is mounted at.",
        HelpName = "path",
        Required = true,
    };

    private readonly Option<string?> _origin = new("--origin")
    {
        Description = "The only origin whose pages may use it. Default: any.",
        HelpName = "origin",
    };

    private readonly Option<string[]> _roles = new("--role")
    {
        Description = "A role, several times.",
        HelpName = "role",
    };

    private readonly Option<string?> _tenant = new("--tenant") { Description = "The tenant.", HelpName = "id" };

    private readonly ConfigurationOptions _configuration = new();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly ToolConsole _console;

    private TicketMintCommand(ToolConsole console) => _console = console;

    public static Command Create(ToolConsole console) => new TicketMintCommand(console).Create();

    private Command Create()
    {
        var command = new Command(
            "ticket",
            "A connection ticket, signed with the ticket secret, which has to be configured. The ticket alone is printed on standard output."
        )
        {
            _subject,
            _path,
            _origin,
            _roles,
            _tenant,
        };
        _configuration.AddTo(command);
        command.Add(_json);
        command.SetAction(parsed =>
        {
            using var source = ConfigurationSource.Open(_configuration.ReadRequest(parsed), _console);
            return MintOutput.Write(_console, Name, Mint(parsed, source), parsed.GetValue(_json));
        });
        return command.WithExamples(
            "wsauth token mint ticket --subject user-1 --path /ws --config appsettings.json",
            "wsauth token mint ticket --subject user-1 --path /ws --origin https://app.example --json"
        );
    }

    private MintedCredential Mint(ParseResult parsed, ConfigurationSource source)
    {
        var options = source.Runtime.Settings.Current;
        var secret = MintingSecret.Require(source, options.Tickets.Secret, TokenKind.Ticket, _console);
        var issuer = new TicketIssuer(
            () => options.Tickets,
            () => options.Jwt,
            source.Runtime.Secrets,
            UnspentStore.Instance,
            new TicketInstance(_console.Clock),
            _console.Clock
        );
        var subject = parsed.GetValue(_subject)!;
        var issue = issuer.Issue(
            new TicketRequest
            {
                Principal = new ClaimsPrincipal(IdentityOf(parsed, subject, options.Jwt.TenantClaim)),
                Path = parsed.GetValue(_path)!,
                Origin = parsed.GetValue(_origin),
            }
        );
        if (!issue.IsIssued)
        {
            throw ToolException.Usage($"{issue.Reason!.Explanation} {issue.Detail}");
        }

        return new MintedCredential(issue.DangerousGetText())
        {
            Kind = TokenKind.Ticket,
            Subject = subject,
            Environment = secret.Resolution.Ring.EnvironmentName,
            Signer = secret.Describe(),
            Source = secret.Key.Source,
            Fingerprint = secret.Key.Fingerprint,
            ExpiresAt = _console.Clock.GetUtcNow() + issue.Lifetime,
            Warnings = [OnlyShared, .. secret.Warnings(source)],
        };
    }

    private ClaimsIdentity IdentityOf(ParseResult parsed, string subject, string tenantClaim)
    {
        List<Claim> claims = [new("sub", subject)];
        claims.AddRange((parsed.GetValue(_roles) ?? []).Select(role => new Claim("role", role)));
        if (parsed.GetValue(_tenant) is { } tenant)
        {
            claims.Add(new Claim(tenantClaim, tenant));
        }

        return new ClaimsIdentity(claims, "wsauth", "sub", "role");
    }
}
