using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation;
using WsAuth.Client;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>
/// A load of refused handshakes, as benchmarks/README.md has it in full: the heap does not grow with their number, and a good client comes
/// through. It runs when no other test does, since the heap is everybody's.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class RefusedLoadTests
{
    private const int HalfOfThem = 2_400;
    private const int Connections = 4;

    // Full before the first half is over.
    private const int MostRemembered = 1_000;

    // Less than the smallest record of a handshake has: had each left one behind, the second half would have kept three times as much.
    private const int MostBytesKeptByEach = 100;

    [Fact]
    public async Task The_heap_does_not_grow_with_refusals_and_a_good_client_succeeds_each_time()
    {
        await using var host = await StartAsync();
        var good = host.MintJwt();
        var requests = Requests(host);

        await LoadAsync(host, requests, good);
        var afterHalf = await SettleAsync(host);
        await LoadAsync(host, requests, good);
        var afterAll = await SettleAsync(host);

        Assert.True(
            afterAll - afterHalf < HalfOfThem * MostBytesKeptByEach,
            $"{HalfOfThem} refusals kept {afterAll - afterHalf} bytes."
        );
        Assert.InRange(host.Services.GetRequiredService<HandshakeJournal>().Count, 1, MostRemembered);
        Assert.InRange(host.Services.GetRequiredService<RefusalStorms>().Count, 1, RefusalStorms.MostStorms);
    }

    private static async Task LoadAsync(KestrelHost host, List<(string Path, string? Token)> requests, string good)
    {
        using var client = new HttpClient(
            new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Connections }
        );
        var load = Task.WhenAll(Enumerable.Range(0, Connections).Select(i => Task.Run(() => RefuseAsync(i))));
        var visits = 0;
        do
        {
            using var socket = await host.ConnectAsync("/ws", good).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal("hello", await socket.AskAsync("hello").WaitAsync(TimeSpan.FromSeconds(60)));
            visits++;
        } while (!load.IsCompleted || visits < 5);

        await load;

        async Task RefuseAsync(int first)
        {
            for (var i = first; i < HalfOfThem; i += Connections)
            {
                var (path, token) = requests[i % requests.Count];
                using var request = new HttpRequestMessage(HttpMethod.Get, host.Http(path));
                foreach (var (name, value) in HostHandshakes.HandshakeHeaders)
                {
                    request.Headers.TryAddWithoutValidation(name, value);
                }

                if (token is not null)
                {
                    request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
                }

                using var answer = await client.SendAsync(request);
                Assert.InRange((int)answer.StatusCode, 400, 499);
            }
        }
    }

    // What is written after the answer has to be over, and the analysis of the last refusals.
    private static async Task<long> SettleAsync(KestrelHost host)
    {
        var recorder = host.Services.GetRequiredService<HandshakeRecorder>();
        for (var i = 0; i < 600 && recorder.Underway > 0; i++)
        {
            await Task.Delay(100);
        }

        Assert.Equal(0, recorder.Underway);
        var size = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 10; i++)
        {
            await Task.Delay(100);
            GC.WaitForPendingFinalizers();
            size = Math.Min(size, GC.GetTotalMemory(forceFullCollection: true));
        }

        return size;
    }

    // More clients and causes than are told apart; one refusal in two is about a signature, and is looked into.
    private static List<(string Path, string? Token)> Requests(KestrelHost host)
    {
        var forged = LeakWatch.ProtectToken(host.MintJwt()[..^4] + "AAAA");
        using var minter = TokenMinter.FromConfiguration(
            new ConfigurationBuilder().Build(),
            "Production",
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        var stranger = LeakWatch.ProtectToken(minter.Jwt("stranger").DangerousGetText());
        return
        [
            .. Enumerable
                .Range(0, RefusalStorms.MostStorms + 50)
                .SelectMany(i =>
                    new (string, string?)[]
                    {
                        ($"/ws?edge_agent_id=agent-{i}", forged),
                        ("/ws", stranger),
                        ("/ws", i % 2 == 0 ? null : "undefined"),
                        ("/nowhere", null),
                    }
                ),
        ];
    }

    private static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            settings: new Dictionary<string, string?> { ["WsAuth:Journal:Capacity"] = $"{MostRemembered}" },
            configure: builder =>
            {
                // Those of the test kit keep every line.
                builder.Logging.ClearProviders().AddProvider(new ForgettingLogs());
                builder.Services.AddWsAuth(builder.Configuration);
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    private sealed class ForgettingLogs : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => _ = formatter(state, exception);

        public void Dispose() { }
    }
}
