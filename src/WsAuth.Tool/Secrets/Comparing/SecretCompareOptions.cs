using System.CommandLine;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>The options of <c>wsauth secret compare</c>.</summary>
internal sealed class SecretCompareOptions
{
    public Option<string> Name { get; } =
        new("--name")
        {
            Description = "The named secret, for example jwt or edge.",
            HelpName = "name",
            Required = true,
        };

    public Option<string?> Variable { get; } =
        new("--variable")
        {
            Description = "The variable that this side reads, where it is no service with an order.",
            HelpName = "name",
        };

    public Option<string?> OtherVariable { get; } =
        new("--other-variable")
        {
            Description = "The variable that the other side reads. Default: those of this side's order.",
            HelpName = "name",
        };

    public Option<string?> Server { get; } =
        new("--server")
        {
            Description =
                "The other side is a running server: the address of its diagnostics, for example https://chat.example/ws-auth.",
            HelpName = "url",
        };

    public Option<string?> OperatorToken { get; } =
        new(Comparing.OperatorToken.OptionName)
        {
            Description =
                "Where the token of an operator of that server is: '-' for standard input, env:NAME for a variable, or a file.",
            HelpName = "place",
        };

    public Option<string?> Fingerprint { get; } =
        new("--fingerprint")
        {
            Description = "The other side is a fingerprint that someone read out, for example fp:1a2b3c4d5e6f.",
            HelpName = "fp",
        };

    public ConfigurationOptions Here { get; } = new();

    public ConfigurationOptions There { get; } = new("other-");

    public Option<bool> Json { get; } = CommonOptions.Json();

    public void AddTo(Command command)
    {
        command.Add(Name);
        Here.AddTo(command);
        command.Add(Variable);
        There.AddTo(command);
        command.Add(OtherVariable);
        command.Add(Server);
        command.Add(OperatorToken);
        command.Add(Fingerprint);
        command.Add(Json);
    }

    /// <summary>Refuses a line that names no other side, or two of them.</summary>
    public void Check(ParseResult parsed)
    {
        var hasFiles = There
            .Options.Append(OtherVariable)
            .Any(option => parsed.GetResult(option) is { Implicit: false });
        var others = new[] { hasFiles, parsed.GetValue(Server) is not null, parsed.GetValue(Fingerprint) is not null };
        if (others.Count(given => given) != 1)
        {
            throw ToolException.Usage(
                "With what: another side's files (--other-env-file, --other-config, --other-environment), a running server (--server) or a fingerprint (--fingerprint)? Name one of them. See wsauth secret compare --help."
            );
        }

        if (parsed.GetValue(OperatorToken) is not null && parsed.GetValue(Server) is null)
        {
            throw ToolException.Usage($"{Comparing.OperatorToken.OptionName} belongs to --server.");
        }
    }
}
