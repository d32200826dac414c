using System.CommandLine;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Doctor.Credentials;
using WsAuth.Tool.Doctor.Reporting;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Doctor;

/// <summary><c>wsauth doctor &lt;url&gt;</c>: why a handshake fails, step by step, and one verdict.</summary>
internal static class DoctorCommand
{
    private const string Name = "doctor";

    public static Command Create(ToolConsole console)
    {
        var options = new DoctorOptions();
        var json = CommonOptions.Json();
        var command = new Command(
            Name,
            "Says why a WebSocket handshake fails: connects, tries what may tell the cause, and ends with one verdict. Its output is safe to paste."
        )
        {
            options.Url,
        };
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        options.Configuration.AddTo(command);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
                (int)
                    await RunAsync(
                            DoctorRequestReader.Read(parsed, options, console),
                            parsed.GetValue(json),
                            console,
                            cancellationToken
                        )
                        .ConfigureAwait(false)
        );
        return command.WithExamples(
            "wsauth doctor wss://api.example/ws",
            "wsauth doctor wss://api.example/ws --env-file .env --environment Staging --origin https://app.example",
            "wsauth doctor wss://api.example/ws --credential - < token.txt",
            "wsauth doctor \"wss://api.example/edge/ws?edge_agent_id=edge_15551234567\" --kind shared-secret --env-file .env",
            "wsauth doctor wss://api.example/ws --kind ticket --ticket-url /auth/ws-ticket --operator-token-from-env OPS_TOKEN --json"
        );
    }

    private static async Task<ExitCode> RunAsync(
        DoctorRequest request,
        bool isJson,
        ToolConsole console,
        CancellationToken cancellationToken
    )
    {
        if (request.AcceptsAnyCertificate)
        {
            await console
                .Error.WriteLineAsync(
                    "wsauth: --insecure: the server's certificate is not checked. Whoever is on the way can read the credential and answer in the server's place."
                )
                .ConfigureAwait(false);
        }

        using var supply = await CredentialSupplies
            .OpenAsync(request, console, cancellationToken)
            .ConfigureAwait(false);
        var seen = await ExamineAsync(request, supply, console, cancellationToken).ConfigureAwait(false);
        var report = DoctorReport.Of(seen);
        if (isJson)
        {
            JsonReport.Write(console, Name, report.ExitCode, writer => DoctorJson.Write(writer, report));
        }
        else
        {
            DoctorText.Write(console, report);
        }

        return report.ExitCode;
    }

    private static async Task<Examination> ExamineAsync(
        DoctorRequest request,
        CredentialSupply supply,
        ToolConsole console,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await new Examiner(request, supply, console.Clock).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException unsendable)
        {
            // Of the engine's own making: it quotes no value.
            throw ToolException.Usage($"The handshake cannot be sent: {unsendable.Message.Split(" (Parameter")[0]}");
        }
    }
}
