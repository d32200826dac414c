using System.CommandLine;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary><c>wsauth secret compare</c>: whether two sides hold the same secret, and what makes them differ.</summary>
internal static class SecretCompareCommand
{
    private const string Here = "this side";
    private const string There = "the other side";

    public static Command Create(ToolConsole console)
    {
        var options = new SecretCompareOptions();
        var command = new Command(
            "compare",
            "Whether two sides hold the same secret: two sets of files, or one and a running server, or one and a fingerprint. Names a difference that is only a newline, quotes, an encoding, or an older or lower source. Ends with 1 where they differ."
        );
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, options, console, cancellationToken));
        return command.WithExamples(
            "wsauth secret compare --name edge --config appsettings.json --other-env-file ../client/.env",
            "wsauth secret compare --name edge --other-env-file ../client/.env --other-env-file-as python --other-variable EDGE_KEY",
            "wsauth secret compare --name edge --env-file .env --server https://chat.example/ws-auth --operator-token-from - < token.txt",
            "wsauth secret compare --name jwt --environment Staging --fingerprint fp:1a2b3c4d5e6f"
        );
    }

    private static async Task<int> RunAsync(
        ParseResult parsed,
        SecretCompareOptions options,
        ToolConsole console,
        CancellationToken cancellationToken
    )
    {
        options.Check(parsed);
        var secret = parsed.GetRequiredValue(options.Name);
        var request = options.Here.ReadRequest(parsed);
        using var source = ConfigurationSource.Open(
            CompareRequest.This(request, secret, parsed.GetValue(options.Variable)),
            console
        );
        var here = FileSide.Read(source, secret, Here);
        var there = await ReadOtherAsync().ConfigureAwait(false);
        var comparison = SecretComparison.Of(here, there);
        if (parsed.GetValue(options.Json))
        {
            SecretCompareReport.WriteJson(console, comparison, here, there);
        }
        else
        {
            SecretCompareReport.WriteText(console, comparison, here, there);
        }

        return (int)comparison.ExitCode;

        async Task<ComparedSide> ReadOtherAsync()
        {
            if (parsed.GetValue(options.Fingerprint) is { } fingerprint)
            {
                return ServerSide.OfFingerprint(fingerprint);
            }

            if (parsed.GetValue(options.Server) is { } server)
            {
                var place = parsed.GetValue(options.OperatorToken);
                var address = ServerReport.AddressOf(server, place is not null);
                var token = await OperatorToken.ReadAsync(place, console, cancellationToken).ConfigureAwait(false);
                var report = await ServerReport.FetchAsync(address, token, cancellationToken).ConfigureAwait(false);
                return ServerSide.Read(report, secret) with { Files = [address.ToString()] };
            }

            var otherRequest = CompareRequest.Other(
                options.There.ReadRequest(parsed),
                parsed.GetValue(options.OtherVariable),
                source,
                request,
                secret
            );
            using var other = ConfigurationSource.Open(otherRequest, console);
            return FileSide.Read(other, secret, There);
        }
    }
}
