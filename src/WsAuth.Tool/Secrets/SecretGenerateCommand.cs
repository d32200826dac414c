using System.CommandLine;
using WsAuth.Secrets;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Secrets;

/// <summary><c>wsauth secret generate</c>: a random secret, printed, or written into a <c>.env</c> file and not printed.</summary>
internal static class SecretGenerateCommand
{
    private const string Name = "secret generate";
    private const int DefaultBytes = 32;
    private const int MostBytes = 1024;

    public static Command Create(ToolConsole console)
    {
        var bytes = new Option<int>("--bytes")
        {
            Description = $"How many random bytes, {SecretStrength.MinimumBytes} to {MostBytes}.",
            HelpName = "number",
            DefaultValueFactory = _ => DefaultBytes,
        };
        var format = new Option<SecretFormat>("--format")
        {
            Description = "How they are written: hex or base64url.",
            DefaultValueFactory = _ => SecretFormat.Hex,
        };
        var into = new Option<string?>("--into")
        {
            Description =
                "The .env file to write it into, which is made where it is not there. Nothing but the fingerprint is printed then.",
            HelpName = "file",
        };
        var variable = new Option<string?>("--name")
        {
            Description = "The variable's name in that file, for example EDGE_SECRET.",
            HelpName = "name",
        };
        var force = new Option<bool>("--force")
        {
            Description = "Replace the value where the variable is there already.",
        };
        var json = CommonOptions.Json();
        var command = new Command(
            "generate",
            "Makes a random secret. Without --into it is printed, and nothing is written."
        )
        {
            bytes,
            format,
            into,
            variable,
            force,
            json,
        };
        command.SetAction(parsed =>
        {
            var count = parsed.GetValue(bytes);
            if (count is < SecretStrength.MinimumBytes or > MostBytes)
            {
                throw ToolException.Usage(
                    $"--bytes is {SecretStrength.MinimumBytes} to {MostBytes}: an HMAC key is at least as long as its hash (RFC 7518 §3.2)."
                );
            }

            var secret = GeneratedSecret.Make(count, parsed.GetValue(format));
            var file = parsed.GetValue(into);
            var name = parsed.GetValue(variable);
            if (file is null)
            {
                return name is null && !parsed.GetValue(force)
                    ? Print(console, secret, parsed.GetValue(json))
                    : throw ToolException.Usage("--name and --force belong to --into, the file to write to.");
            }

            return Write(
                console,
                secret,
                new SecretTarget(
                    file,
                    name ?? throw ToolException.Usage("--into needs --name, the variable's name in the file."),
                    parsed.GetValue(force)
                ),
                parsed.GetValue(json)
            );
        });
        return command.WithExamples(
            "wsauth secret generate",
            "wsauth secret generate --bytes 64 --format base64url",
            "wsauth secret generate --into .env --name EDGE_SECRET"
        );
    }

    // The one place of the tool that shows a secret: it was asked for one, and there is no other copy yet.
    private static int Print(ToolConsole console, string secret, bool isJson)
    {
        if (isJson)
        {
            JsonReport.Write(
                console,
                Name,
                ExitCode.Fine,
                writer =>
                {
                    writer.WriteString("secret"u8, secret);
                    writer.WriteString("fingerprint"u8, SecretFingerprint.Of(secret));
                }
            );
        }
        else
        {
            console.Output.Write(secret + "\n");
        }

        return (int)ExitCode.Fine;
    }

    private static int Write(ToolConsole console, string secret, SecretTarget target, bool isJson)
    {
        var replaced = target.Write(secret, console);
        var fingerprint = SecretFingerprint.Of(secret);
        var warning = GitTracking.FindWarning(target.File, console);
        var exitCode = warning is null ? ExitCode.Fine : ExitCode.Finding;
        if (isJson)
        {
            JsonReport.Write(
                console,
                Name,
                exitCode,
                writer =>
                {
                    writer.WriteString("file"u8, target.File);
                    writer.WriteString("name"u8, target.Name);
                    writer.WriteBoolean("replaced"u8, replaced);
                    writer.WriteString("fingerprint"u8, fingerprint);
                    writer.WriteString("warning"u8, warning);
                }
            );
        }
        else
        {
            console.Output.Write(
                $"{target.Name} {(replaced ? "replaced" : "written")} in {target.File}: {fingerprint}\n"
            );
        }

        if (warning is not null)
        {
            console.Error.Write($"wsauth: {warning}\n");
        }

        return (int)exitCode;
    }
}
