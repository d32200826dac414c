using System.CommandLine;
using System.Security.Cryptography;
using WsAuth.Client;
using WsAuth.Tokens;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Tokens.Minting;

/// <summary><c>wsauth token mint jwt</c>: a JWT as the service itself would sign it, or as one of its issuers would.</summary>
internal sealed class JwtMintCommand
{
    private const string Name = "token mint jwt";

    private static readonly TimeSpan LongLife = TimeSpan.FromDays(1);

    private readonly Option<string> _subject = new("--subject")
    {
        Description = "The sub: whom the token is about.",
        HelpName = "id",
        Required = true,
    };

    private readonly Option<string?> _audience = new("--audience")
    {
        Description = "The aud. Default: the first of WsAuth:Jwt:Audience.",
        HelpName = "name",
    };

    private readonly Option<string?> _issuer = new("--issuer")
    {
        Description = "The iss. Default: WsAuth:Jwt:Issuer.",
        HelpName = "name",
    };

    private readonly Option<TimeSpan> _lifetime = Lifetimes.Option(
        "--expires-in",
        TimeSpan.FromMinutes(10),
        "How long it is valid: 90s, 10m, 2h, 1d. A negative time makes an expired one."
    );

    private readonly Option<string[]> _claims = new("--claim")
    {
        Description =
            "A further claim, name=value, several times. A value that is JSON is that JSON (42, true, [\"a\"], \"42\"), all else is text.",
        HelpName = "name=value",
    };

    private readonly Option<string[]> _roles = new("--role")
    {
        Description = "A role, several times; in the claim that WsAuth:Jwt:RoleClaim names.",
        HelpName = "role",
    };

    private readonly Option<string?> _tenant = new("--tenant")
    {
        Description = "The tenant; in the claim that WsAuth:Jwt:TenantClaim names.",
        HelpName = "id",
    };

    private readonly Option<string?> _entry = new("--issuer-entry")
    {
        Description = "Sign as this entry of WsAuth:Jwt:Issuers, with --key-file.",
        HelpName = "entry",
    };

    private readonly Option<string?> _keyFile = new("--key-file")
    {
        Description = "The private key of --issuer-entry, a PEM file.",
        HelpName = "file",
    };

    private readonly Option<string?> _keyId = new("--kid")
    {
        Description = "The kid that --key-file has in the issuer's key set.",
        HelpName = "id",
    };

    private readonly ConfigurationOptions _configuration = new();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly ToolConsole _console;

    private JwtMintCommand(ToolConsole console) => _console = console;

    public static Command Create(ToolConsole console) => new JwtMintCommand(console).Create();

    private Command Create()
    {
        var command = new Command(
            "jwt",
            "A JWT, signed with the secret that the service has. The token alone is printed on standard output."
        )
        {
            _subject,
            _audience,
            _issuer,
            _lifetime,
            _claims,
            _roles,
            _tenant,
            _entry,
            _keyFile,
            _keyId,
        };
        _configuration.AddTo(command);
        command.Add(_json);
        command.SetAction(Run);
        return command.WithExamples(
            "wsauth token mint jwt --subject user-1 --environment Staging",
            "wsauth token mint jwt --subject user-1 --expires-in 2h --role admin --claim plan=pro --claim seats=5",
            "wsauth token mint jwt --subject user-1 --issuer-entry idp --key-file test-key.pem --kid k1"
        );
    }

    private int Run(ParseResult parsed)
    {
        using var source = ConfigurationSource.Open(_configuration.ReadRequest(parsed), _console);
        if (parsed.GetValue(_entry) is null != parsed.GetValue(_keyFile) is null)
        {
            throw ToolException.Usage(
                "--issuer-entry and --key-file belong together: whose token it is, and the private key."
            );
        }

        if (parsed.GetValue(_keyId) is not null && parsed.GetValue(_entry) is null)
        {
            throw ToolException.Usage(
                "--kid is for --issuer-entry; a token of the service's own secret names its fingerprint, or the id in the order."
            );
        }

        return MintOutput.Write(
            _console,
            Name,
            parsed.GetValue(_entry) is { } entry ? MintOfIssuer(parsed, source, entry) : MintOwn(parsed, source),
            parsed.GetValue(_json)
        );
    }

    private MintedCredential MintOwn(ParseResult parsed, ConfigurationSource source)
    {
        var options = source.Runtime.Settings.Current.Jwt;
        List<string> warnings = [];
        if (!options.AcceptSecret)
        {
            warnings.Add("The service accepts no JWT that is signed with a secret (WsAuth:Jwt:AcceptSecret is false).");
        }

        var secret = MintingSecret.Require(source, options.Secret, TokenKind.Jwt, _console);
        using var minter = source.CreateMinter();
        var content = ReadContent(parsed, options.RoleClaim ?? "role", options.TenantClaim);
        var token = minter.Jwt(parsed.GetValue(_subject)!, content);
        return new MintedCredential(token.DangerousGetText())
        {
            Kind = token.Kind,
            Subject = parsed.GetValue(_subject)!,
            Environment = secret.Resolution.Ring.EnvironmentName,
            Signer = secret.Describe(),
            Source = token.Source,
            Fingerprint = token.KeyFingerprint,
            ExpiresAt = token.ExpiresAt!.Value,
            Warnings = [.. warnings, .. secret.Warnings(source), .. WarningsOf(parsed)],
        };
    }

    private MintedCredential MintOfIssuer(ParseResult parsed, ConfigurationSource source, string entry)
    {
        var settings = source.Runtime.Settings;
        if (!settings.Current.Jwt.Issuers.TryGetValue(entry, out var options))
        {
            throw ToolException.Usage(
                $"There is no entry of that name in WsAuth:Jwt:Issuers, which has: {string.Join(", ", settings.Current.Jwt.Issuers.Keys.DefaultIfEmpty("none"))}."
            );
        }

        using var key = PrivateKeyFile.Read(parsed.GetValue(_keyFile)!, _console);
        using var minter = source.CreateMinter();
        var content = ReadContent(parsed, options.RoleClaim ?? "role", options.TenantClaim);
        try
        {
            var token = minter.JwtOf(entry, key, parsed.GetValue(_subject)!, content, parsed.GetValue(_keyId));
            return new MintedCredential(token.DangerousGetText())
            {
                Kind = token.Kind,
                Subject = parsed.GetValue(_subject)!,
                Environment = settings.EnvironmentName,
                Signer = $"{parsed.GetValue(_keyFile)} as issuer '{entry}'",
                ExpiresAt = token.ExpiresAt!.Value,
                Warnings = [.. WarningsOf(parsed)],
            };
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            throw ToolException.Unreadable(
                $"{parsed.GetValue(_keyFile)} cannot sign for '{entry}': it has to be a private RSA key, or one of the curves P-256, P-384, P-521, that fits {settings.Current.Jwt.Issuers[entry].Algorithms ?? "the issuer's algorithm"}."
            );
        }
    }

    private Action<JwtContent> ReadContent(ParseResult parsed, string roleClaim, string tenantClaim)
    {
        var claims = ClaimArguments.Read(parsed.GetValue(_claims) ?? []);
        return content =>
        {
            content.Lifetime = parsed.GetValue(_lifetime);
            content.Issuer = parsed.GetValue(_issuer);
            content.Audience = parsed.GetValue(_audience);
            foreach (var (name, value) in claims)
            {
                content.Claims[name] = value;
            }

            if (parsed.GetValue(_roles) is { Length: > 0 } roles)
            {
                content.Claims[roleClaim] = roles.Length == 1 ? roles[0] : roles;
            }

            if (parsed.GetValue(_tenant) is { } tenant)
            {
                content.Claims[tenantClaim] = tenant;
            }
        };
    }

    private IEnumerable<string> WarningsOf(ParseResult parsed)
    {
        var lifetime = parsed.GetValue(_lifetime);
        if (lifetime <= TimeSpan.Zero)
        {
            yield return "It is expired already, as it was asked for.";
        }
        else if (lifetime > LongLife)
        {
            yield return $"It is good for {RelativeTime.Describe(lifetime)}: whoever finds it can use it until then.";
        }
    }
}
