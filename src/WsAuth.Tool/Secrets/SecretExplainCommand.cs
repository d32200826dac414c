using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Secrets;

/// <summary><c>wsauth secret explain</c>: what a service with this configuration would log of its secrets at start, without starting it.</summary>
internal static class SecretExplainCommand
{
    private const string Name = "secret explain";

    public static Command Create(ToolConsole console)
    {
        var names = new Option<string[]>("--name")
        {
            Description = "The named secret, for example jwt or edge. Default: all that are configured, jwt and edge.",
            HelpName = "name",
            AllowMultipleArgumentsPerToken = true,
        };
        var configuration = new ConfigurationOptions();
        var json = CommonOptions.Json();
        var command = new Command(
            "explain",
            "Which source of a secret is in force and which are shadowed, empty, absent or refused. Shows names, lengths and fingerprints, never a value; ends with 1 where something is wrong."
        )
        {
            names,
        };
        configuration.AddTo(command);
        command.Add(json);
        command.SetAction(parsed =>
        {
            using var source = ConfigurationSource.Open(configuration.ReadRequest(parsed), console);
            var explanation = SecretExplanation.Of(source, parsed.GetValue(names) ?? []);
            if (parsed.GetValue(json))
            {
                JsonReport.Write(console, Name, explanation.ExitCode, writer => WriteJson(writer, source, explanation));
            }
            else
            {
                WriteText(console, source, explanation);
            }

            return (int)explanation.ExitCode;
        });
        return command.WithExamples(
            "wsauth secret explain",
            "wsauth secret explain --name jwt --environment Staging --config appsettings.json appsettings.Staging.json",
            "wsauth secret explain --name edge --env-file .env --env-file-as python --json"
        );
    }

    private static void WriteText(ToolConsole console, ConfigurationSource source, SecretExplanation explanation)
    {
        console.Output.Write(explanation.Report.ToString().ReplaceLineEndings("\n") + "\n");
        var styled = console.Styled;
        foreach (var finding in explanation.Findings)
        {
            styled.Markup("[yellow]finding:[/] ");
            console.Output.Write(finding + "\n");
        }

        foreach (var note in explanation.Notes)
        {
            console.Output.Write($"note: {note}\n");
        }

        console.Output.Write($"read: {Describe(source)}\n");
    }

    private static void WriteJson(Utf8JsonWriter writer, ConfigurationSource source, SecretExplanation explanation)
    {
        explanation.Report.WriteTo(writer);
        WriteAll(writer, "findings", explanation.Findings);
        WriteAll(writer, "notes", explanation.Notes);
        WriteAll(writer, "files", source.Files);
    }

    private static void WriteAll(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static string Describe(ConfigurationSource source) =>
        string.Join(", ", source.HasEnvFiles ? source.Files : source.Files.Append("the variables of this shell"));
}
