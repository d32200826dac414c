using WsAuth.AspNetCore.Tests.Endpoints;
using WsAuth.Reasons;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Reasons;

// Tickets, and what the server itself lacks.
internal static partial class Scenarios
{
    private static IEnumerable<Scenario> OfTickets =>
        [
            new(
                ReasonCatalogue.TicketUsed,
                async run =>
                {
                    var path = $"/ws?ticket={await run.TicketAsync()}";
                    await run.OpenAsync(path);
                    return await run.ConnectAsync(path);
                }
            ),
            new(
                ReasonCatalogue.TicketOtherPath,
                async run => await run.ConnectAsync($"/other?ticket={await run.TicketAsync()}")
            ),
            new(
                ReasonCatalogue.TicketOtherInstance,
                async run =>
                {
                    await using var other = await TicketHost.StartAsync(clock: run.Host.Clock);
                    var ticket = (await other.AskForTicketAsync(other.MintJwt())).Ticket;
                    return await run.ConnectAsync($"/ws?ticket={ticket}");
                }
            ),
            new(
                ReasonCatalogue.TicketPathRefused,
                run => AskForTicketAsync(run, """{"path":"https://elsewhere.example/ws"}""")
            )
            {
                CanBeClosed = false,
                IsHandshake = false,
            },
            new(
                ReasonCatalogue.TooManyTickets,
                async run =>
                {
                    for (var i = 0; i < 5; i++)
                    {
                        await run.TicketAsync();
                    }

                    return await AskForTicketAsync(run);
                }
            )
            {
                CanBeClosed = false,
                IsHandshake = false,
            },
        ];

    private static IEnumerable<Scenario> OfTheServer =>
        [
            new(
                ReasonCatalogue.AuthenticationTimeout,
                async run =>
                {
                    using var socket = await run.Host.ConnectAsync("/first");
                    var closed = ScenarioRun.ClosedAsync(socket);
                    while (!closed.IsCompleted)
                    {
                        // The server's timer may not be set yet; time that passed before that does not count.
                        run.Host.Clock!.Advance(TimeSpan.FromSeconds(1));
                        await Task.WhenAny(closed, Task.Delay(20));
                    }

                    return await closed;
                }
            )
            {
                IsAfterUpgrade = true,
            },
            new(
                ReasonCatalogue.SecretUnavailable,
                run =>
                {
                    run.Store.IsDown = true;
                    run.Host.Clock!.Advance(TimeSpan.FromSeconds(5));
                    return run.ConnectAsync("/jwt", run.Jwt());
                }
            )
            {
                Settings = [("WsAuth:Secrets:jwt:Order", "code:vanishing")],
            },
            new(ReasonCatalogue.ValidatorFailed, run => run.ConnectAsync("/defective", TestSecrets.Hex())),
            new(
                ReasonCatalogue.StateUnavailable,
                async run =>
                {
                    var ticket = await run.TicketAsync();
                    run.Store.IsDown = true;
                    return await run.ConnectAsync($"/ws?ticket={ticket}");
                }
            ),
        ];

    private static async Task<Told> AskForTicketAsync(ScenarioRun run, string body = """{"path":"/ws"}""")
    {
        var answer = await run.Host.AskForTicketAsync(run.Jwt(), body, "/tickets");
        return new Told(answer.Status, answer.Reason, null, null);
    }
}
