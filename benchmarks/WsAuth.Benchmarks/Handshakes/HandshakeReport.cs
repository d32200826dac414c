using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Benchmarks.Jwt;

namespace WsAuth.Benchmarks.Handshakes;

/// <summary>
/// What whole handshakes cost a server, in one run of a minute or two. Server and client share this process, so every figure is a
/// difference or a ratio of two paths that were measured in turn, a batch of the one after a batch of the other, and the median of
/// many such pairs.
/// </summary>
internal static class HandshakeReport
{
    public static async Task RunAsync()
    {
        var token = new TypicalToken();
        var unit = MeasureFloor(token);
        Console.WriteLine($"L, the floor of one JWT validation: {unit:0} ns of CPU here and now.");
        foreach (var isLogged in new[] { false, true })
        {
            Console.WriteLine();
            Console.WriteLine(isLogged ? "With a log provider that discards:" : "Without logging:");
            var (guardedMemory, bareMemory) = (new MemoryTransport(), new MemoryTransport());
            RequestDelegate handler = MeasuredHost.AcceptAndLeave;
            await using (await MeasuredHost.StartAsync(token, handler, isLogged, isBare: false, guardedMemory))
            await using (await MeasuredHost.StartAsync(token, handler, isLogged, isBare: true, bareMemory))
            {
                await AcceptedHandshakes.MeasureAsync(guardedMemory, bareMemory, token, unit);
            }

            await using var guarded = await MeasuredHost.StartAsync(token, handler, isLogged, isBare: false);
            await using var bare = await MeasuredHost.StartAsync(token, handler, isLogged, isBare: true);
            RefusedHandshakes.Measure(ClientOf(guarded), ClientOf(bare), token);
        }

        Console.WriteLine();
        RequestDelegate idle = MeasuredHost.AcceptAndWait;
        await using var guardedIdle = await MeasuredHost.StartAsync(token, idle, isLogged: false, isBare: false);
        await using var bareIdle = await MeasuredHost.StartAsync(token, idle, isLogged: false, isBare: true);
        IdleSockets.Measure(ClientOf(guardedIdle), ClientOf(bareIdle), token);
    }

    private static RawClient ClientOf(WebApplication app) => new(MeasuredHost.PortOf(app));

    private static double MeasureFloor(TypicalToken token)
    {
        using var floor = new HandWrittenJwt(token.Secret, token.Header, TypicalToken.Issuer, TypicalToken.Audience);
        Expect.That(floor.IsValid(token.Text), "the floor accepts the token");
        return Enumerable.Range(0, 60).Min(_ => Cost.Of(5000, () => floor.IsValid(token.Text)).Nanoseconds);
    }
}
