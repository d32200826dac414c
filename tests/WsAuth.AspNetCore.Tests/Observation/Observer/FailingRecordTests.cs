using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Observation;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>Whatever goes wrong while a handshake is written down, the application's answer and its sockets stay as they are.</summary>
public sealed class FailingRecordTests
{
    [Theory]
    [InlineData("log")]
    [InlineData("metrics")]
    [InlineData("services")]
    public async Task The_answer_of_a_middleware_stays(string failing)
    {
        await using var host = await StartAsync(failing, withWsAuth: true);
        await using var alone = await StartAsync(failing, withWsAuth: false);
        using var listener = Listen(failing, host);

        foreach (var path in new[] { "/gone", "/no" })
        {
            using var answer = await Clients.AskAsync(host.Http(path), isHttp2: false, "GET", token: null);
            using var expected = await Clients.AskAsync(alone.Http(path), isHttp2: false, "GET", token: null);
            Assert.Equal(expected.StatusCode, answer.StatusCode);
        }

        Assert.True(
            SpinWait.SpinUntil(
                () => host.Services.GetRequiredService<HandshakeRecorder>().Underway == 0,
                TimeSpan.FromSeconds(30)
            )
        );
    }

    [Theory]
    [InlineData("log")]
    [InlineData("metrics")]
    public async Task A_refusal_is_answered(string failing)
    {
        await using var host = await StartAsync(failing, withWsAuth: true);
        using var listener = Listen(failing, host);

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.ConnectInVainAsync("/ws")).Status);
        Assert.Equal("credential_missing", (await host.ConnectInVainAsync("/ws")).Reason);
    }

    [Theory]
    [InlineData("log")]
    [InlineData("metrics")]
    public async Task A_socket_opens_and_stays_open(string failing)
    {
        await using var host = await StartAsync(failing, withWsAuth: true);
        using var listener = Listen(failing, host);

        using var socket = await host.ConnectAsync("/ws", host.MintJwt());

        Assert.Equal("hello", await socket.AskAsync("hello"));
    }

    private static MeterListener Listen(string failing, KestrelHost host)
    {
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener();
        if (failing == "metrics")
        {
            listener.InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Meter.Name == "WsAuth" && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    it.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new TimeZoneNotFoundException());
            listener.Start();
        }

        return listener;
    }

    private static Task<KestrelHost> StartAsync(string failing, bool withWsAuth) =>
        KestrelHost.StartAsync(
            app =>
            {
                if (failing == "services")
                {
                    app.Use(
                        async (context, next) =>
                        {
                            using var scope = context.RequestServices.CreateScope();
                            context.RequestServices = scope.ServiceProvider;
                            await next(context);
                        }
                    );
                }

                app.UseWebSockets();
                app.Use(
                    (context, next) =>
                    {
                        if (context.Request.Path != "/no")
                        {
                            return next(context);
                        }

                        context.Response.StatusCode = StatusCodes.Status402PaymentRequired;
                        return Task.CompletedTask;
                    }
                );
                var endpoint = app.Map("/ws", EchoEndpoint.RunAsync);
                if (withWsAuth)
                {
                    endpoint.RequireWsAuth(TokenKind.Jwt);
                }
            },
            configure: builder =>
            {
                if (withWsAuth)
                {
                    builder.Services.AddWsAuth(builder.Configuration);
                }

                if (failing == "log")
                {
                    builder.Logging.AddProvider(new BrokenProvider());
                }
            },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );

    // A sink whose disk is full, for example: the platform hands its exception on to whoever logs.
    private sealed class BrokenProvider : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName == HandshakeLog.Category
                ? this
                : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => throw new IOException("full");

        public void Dispose() { }
    }
}
