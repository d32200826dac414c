using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Reasons;
using WsAuth.State;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Reasons;

// Limits, and sockets that are open.
internal static partial class Scenarios
{
    private static IEnumerable<Scenario> OfLimits =>
        [
            new(
                ReasonCatalogue.TooManyConnections,
                async run =>
                {
                    using var open = await run.Host.ConnectAsync("/jwt", run.Jwt());
                    return await run.ConnectAsync("/jwt", run.Jwt());
                }
            )
            {
                Settings = [("WsAuth:Limits:ConnectionsPerSubject", "1")],
            },
            new(
                ReasonCatalogue.TooManyFailures,
                async run =>
                {
                    await run.ConnectAsync("/jwt", run.Jwt(by: TestSecrets.Hex()));
                    return await run.ConnectAsync("/jwt", run.Jwt(by: TestSecrets.Hex()));
                }
            )
            {
                Settings = [("WsAuth:Limits:FailedAttempts", "1")],
            },
        ];

    private static IEnumerable<Scenario> OfLiveSockets =>
        [
            new(
                ReasonCatalogue.TokenRevoked,
                async run =>
                {
                    await RevokeAsync(run);
                    return await run.ConnectAsync("/jwt", run.Jwt());
                }
            ),
            new(
                ReasonCatalogue.ExpiredWhileConnected,
                run =>
                    EndAsync(
                        run,
                        () =>
                        {
                            run.Host.Clock!.Advance(TimeSpan.FromSeconds(331));
                            return Task.CompletedTask;
                        }
                    )
            )
            {
                IsAfterUpgrade = true,
            },
            new(ReasonCatalogue.RevokedWhileConnected, run => EndAsync(run, () => RevokeAsync(run)))
            {
                IsAfterUpgrade = true,
            },
        ];

    private static Task RevokeAsync(ScenarioRun run) =>
        run.Host.Services.GetRequiredService<LiveConnections>().RevokeAsync(Revocation.OfSubject("u1"));

    private static async Task<Told> EndAsync(ScenarioRun run, Func<Task> end)
    {
        using var socket = await run.Host.ConnectAsync("/jwt", run.Jwt());

        // The answer says that the server has it among the live ones.
        await socket.AskAsync("hello");
        await end();
        return await ScenarioRun.ClosedAsync(socket);
    }
}
