using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Benchmarks.Handshakes;
using WsAuth.Benchmarks.Jwt;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.Secrets;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Testing.HostileCredentials;

namespace WsAuth.Benchmarks.HostileCredentials;

/// <summary>What each hostile credential costs from the request to the decision, and each valid one beside it.</summary>
internal static class HostileReport
{
    private const int WarmUp = 100;
    private const int Batches = 12;
    private const int BatchSize = 25;

    public static async Task RunAsync()
    {
        var clock = new ManualTimeProvider();
        var context = new HostileContext(clock.GetUtcNow());
        await using var services = Build(context, clock);
        var authenticator = services.GetRequiredService<HandshakeAuthenticator>();
        // The first round is for the compiler: what all rows share is then as fast for the first of them as for the last.
        _ = MeasureAll(authenticator, context);
        var rows = MeasureAll(authenticator, context);
        Console.WriteLine($"{"ns", 10} {"bytes", 8}  {"reason", -24} credential");
        foreach (var (row, cost) in rows)
        {
            Console.WriteLine(
                $"{cost.Nanoseconds, 10:0} {cost.Bytes, 8:0}  {row.Expected?.Code ?? "accepted", -24} {row.Name}"
            );
        }

        Console.WriteLine();
        foreach (var group in rows.GroupBy(entry => (entry.Row.Kind.Name, IsRefused: entry.Row.Expected is not null)))
        {
            var dearest = group.MaxBy(entry => entry.Cost.Nanoseconds);
            Console.WriteLine(
                $"{group.Key.Name}, {group.Count()} {(group.Key.IsRefused ? "refused" : "accepted")}: median {Cost.Median(group.Select(entry => entry.Cost.Nanoseconds)):0} ns and {Cost.Median(group.Select(entry => entry.Cost.Bytes)):0} B, at most {dearest.Cost.Nanoseconds:0} ns ({dearest.Row.Name}) and {group.Max(entry => entry.Cost.Bytes):0} B"
            );
        }
    }

    private static List<(HostileCredential Row, Cost Cost)> MeasureAll(
        HandshakeAuthenticator authenticator,
        HostileContext context
    ) => [.. HostileTable.Rows.Select(row => (row, Measure(authenticator, row, context)))];

    // The fastest of some batches: other work on the machine only ever adds time.
    private static Cost Measure(HandshakeAuthenticator authenticator, HostileCredential row, HostileContext context)
    {
        var authorization = "Bearer " + row.Make(context);
        var requirements = new HandshakeRequirements([row.Kind]);
        for (var i = 0; i < WarmUp; i++)
        {
            Expect.That(ReferenceEquals(Decide().Refusal?.Reason, row.Expected), row.Name);
        }

        var fastest = TimeSpan.MaxValue;
        var bytes = long.MaxValue;
        for (var batch = 0; batch < Batches; batch++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < BatchSize; i++)
            {
                Decide();
            }

            var time = Stopwatch.GetElapsedTime(start);
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - allocated);
            fastest = time < fastest ? time : fastest;
        }

        return new Cost(fastest.TotalNanoseconds / BatchSize, bytes / (double)BatchSize);

        HandshakeDecision Decide()
        {
            var decision = authenticator.AuthenticateAsync(
                new HeaderRequest(authorization, row.Path),
                requirements,
                CancellationToken.None
            );
            return decision.IsCompletedSuccessfully ? decision.Result : decision.AsTask().GetAwaiter().GetResult();
        }
    }

    private static ServiceProvider Build(HostileContext context, ManualTimeProvider clock)
    {
        var variables = new TestVariables();
        context.Set(variables);
        var (name, value) = HostileContext.TicketSecretSetting;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("WsAuth:" + name, (string?)value)])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<IEnvironmentVariables>(variables);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<ISingleUseStore, AnyNumberOfTimes>();
        services.Configure<WsAuthOptions>(options => options.ReadFrom(configuration));
        services.Configure<WsAuthOptions>(HostileContext.Configure);
        services.AddWsAuthCore(_ => "Production");
        return services.BuildServiceProvider();
    }
}
