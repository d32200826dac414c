using System.Globalization;
using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Reasons;

// The request, where the credential stands, and what others answer.
internal static partial class Scenarios
{
    private static IEnumerable<Scenario> OfTheRequest =>
        [
            new(
                ReasonCatalogue.UpgradeMissing,
                run => run.AskAsync("/jwt", ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", Key))
            ),
            new(
                ReasonCatalogue.VersionUnsupported,
                run =>
                    run.AskAsync(
                        "/jwt",
                        ("Connection", "Upgrade"),
                        ("Upgrade", "websocket"),
                        ("Sec-WebSocket-Version", "8"),
                        ("Sec-WebSocket-Key", Key)
                    )
            ),
            new(
                ReasonCatalogue.OriginRefused,
                run =>
                    run.ConnectAsync(
                        "/jwt",
                        run.Jwt(),
                        options => options.SetRequestHeader("Origin", "https://evil.example")
                    )
            ),
            new(
                ReasonCatalogue.SubprotocolMissing,
                run =>
                    run.ConnectAsync(
                        "/jwt",
                        configure: options =>
                        {
                            options.SetRequestHeader("Origin", run.Host.Address.ToString().TrimEnd('/'));
                            options.AddSubProtocol("bearer." + run.Jwt());
                        }
                    )
            ),
            new(ReasonCatalogue.CredentialMissing, run => run.ConnectAsync("/jwt")),
            new(ReasonCatalogue.CredentialMisplaced, run => run.ConnectAsync($"/jwt?auth_token={run.Jwt()}")),
            new(
                ReasonCatalogue.CredentialConflict,
                run => run.ConnectAsync($"/jwt?access_token={run.Jwt()}", run.Jwt(by: TestSecrets.Hex()))
            ),
            new(ReasonCatalogue.CredentialMalformed, run => run.ConnectAsync("/jwt", "undefined")),
            new(ReasonCatalogue.CredentialKindRefused, run => run.ConnectAsync("/jwt", TestSecrets.Hex())),
            new(ReasonCatalogue.CredentialTooLarge, run => run.ConnectAsync("/jwt", new string('a', 9000))),
            new(ReasonCatalogue.NotAuthorized, run => run.ConnectAsync("/operators", run.Jwt())),
        ];

    private static IEnumerable<Scenario> OfOthers =>
        [
            new(ReasonCatalogue.RefusedBeforeAuthentication, run => run.ConnectAsync("/nowhere", run.Jwt()))
            {
                Status = 404,
            },
            new(ReasonCatalogue.RefusedAfterAuthentication, run => run.ConnectAsync("/answers", run.Jwt()))
            {
                Status = 403,
            },
            new(ReasonCatalogue.HandlerFailed, run => run.ConnectAsync("/throws", run.Jwt())) { Status = 500 },
            new(ReasonCatalogue.NeverAccepted, run => run.ConnectAsync("/returns", run.Jwt())) { Status = 200 },
            new(ReasonCatalogue.BadRequest, AskWithTwoHostsAsync) { Status = 400, Class = null },
        ];

    private static async Task<Told> AskWithTwoHostsAsync(ScenarioRun run)
    {
        using var connection = new RawHttpConnection(run.Host.Address);
        var answer = await connection.AskAsync(
            "GET /jwt HTTP/1.1",
            ["Host: another", .. HostHandshakes.HandshakeHeaders.Select(header => $"{header.Name}: {header.Value}")]
        );

        // Kestrel raises its event beside the answer, not before it.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (run.Host.Logs.Handshakes.Count == 0)
        {
            await Task.Delay(20, limit.Token);
        }

        Assert.DoesNotContain("X-WsAuth", answer, StringComparison.OrdinalIgnoreCase);
        return new Told(int.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture), null, null, null);
    }
}
