using System.CommandLine;
using WsAuth.Tokens;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Tokens.Minting;

/// <summary><c>wsauth token mint edge</c>: what an edge agent sends.</summary>
internal static class EdgeMintCommand
{
    private const string Name = "token mint edge";

    public static Command Create(ToolConsole console)
    {
        var agent = new Option<string>("--agent")
        {
            Description = "The agent's id.",
            HelpName = "id",
            Required = true,
        };
        var phone = new Option<string>("--phone")
        {
            Description = "The field that the wire calls user_phone. Default: empty.",
            HelpName = "text",
            DefaultValueFactory = _ => "",
        };
        var urlSafe = new Option<bool>("--url-safe")
        {
            Description = "Write it for a URL or a sub-protocol, where +, / and = do not survive.",
        };
        var configuration = new ConfigurationOptions();
        var json = CommonOptions.Json();
        var command = new Command(
            "edge",
            "An edge token, signed with the edge secret as text. The token alone is printed on standard output."
        )
        {
            agent,
            phone,
            urlSafe,
        };
        configuration.AddTo(command);
        command.Add(json);
        command.SetAction(parsed =>
        {
            using var source = ConfigurationSource.Open(configuration.ReadRequest(parsed), console);
            var minted = Mint(
                source,
                parsed.GetValue(agent)!,
                parsed.GetValue(phone)!,
                parsed.GetValue(urlSafe),
                console
            );
            return MintOutput.Write(console, Name, minted, parsed.GetValue(json));
        });
        return command.WithExamples(
            "wsauth token mint edge --agent edge_1 --phone +15551234567",
            "wsauth token mint edge --agent edge_1 --env-file .env --url-safe"
        );
    }

    private static MintedCredential Mint(
        ConfigurationSource source,
        string agent,
        string phone,
        bool urlSafe,
        ToolConsole console
    )
    {
        var options = source.Runtime.Settings.Current.EdgeToken;
        var secret = MintingSecret.Require(source, options.Secret, TokenKind.EdgeToken, console);
        using var minter = source.CreateMinter();
        try
        {
            var token = minter.EdgeToken(agent, phone, urlSafe: urlSafe);
            return new MintedCredential(token.DangerousGetText())
            {
                Kind = token.Kind,
                Subject = agent,
                Environment = secret.Resolution.Ring.EnvironmentName,
                Signer = secret.Describe(),
                Source = token.Source,
                Fingerprint = token.KeyFingerprint,
                ExpiresAt = token.ExpiresAt!.Value,
                Warnings = [.. secret.Warnings(source)],
            };
        }
        catch (ArgumentException)
        {
            throw ToolException.Usage(
                "--agent has 1–128 bytes, --phone up to 64; neither holds a ':' or a control character, which would move the borders of what is signed."
            );
        }
    }
}
