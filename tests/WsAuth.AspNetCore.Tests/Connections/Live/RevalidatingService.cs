using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Connections;
using WsAuth.Testing;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A live service that asks about its open sockets once a minute, and what it is to be answered.</summary>
internal sealed class RevalidatingService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public LiveService Service { get; }

    /// <summary>What the application answers to the question about a socket; yes where it is null.</summary>
    public Func<LiveConnection, CancellationToken, ValueTask<bool>>? Answer { get; set; }

    /// <summary>Whom it was asked about, by the name of the principal.</summary>
    public ConcurrentQueue<string?> Asked { get; } = new();

    public RevalidatingService(Action<WebApplicationBuilder>? configure = null)
    {
        Service = new LiveService
        {
            Configure = builder =>
            {
                builder.Services.AddSingleton(this);
                builder.Services.AddScoped<Membership>();
                builder.Services.AddWsAuth(_ => { }).AddConnectionRevalidator<StillMember>();
                configure?.Invoke(builder);
            },
        };
        Service.Settings["WsAuth:Connections:RevalidationInterval"] = Interval.ToString();

        // An end begins on the pool, while the clock may still run to the end of an interval.
        Service.Settings["WsAuth:Connections:CloseGrace"] = "00:05:00";
    }

    public Task<KestrelHost> StartAsync() => Service.StartAsync();

    /// <summary>Lets one interval pass, in which each socket has its turn, and waits for each answer: the clock would run past its timeout.</summary>
    public void PassInterval(KestrelHost host) => Pass(Service, host, Interval);

    public static void Pass(LiveService service, KestrelHost host, TimeSpan time)
    {
        for (var step = TimeSpan.Zero; step < time; step += TimeSpan.FromSeconds(1))
        {
            service.Clock.Advance(TimeSpan.FromSeconds(1));
            WaitForAnswers(host);
        }
    }

    private static void WaitForAnswers(KestrelHost host) =>
        LiveService.WaitUntil(
            () => host.Services.GetRequiredService<ConnectionRevalidation>().Underway == 0,
            "A question is not answered."
        );

    /// <summary>Lets time pass until a socket has its turn, and no further: its timeout begins then.</summary>
    public void PassToTurn(KestrelHost host)
    {
        var schedule = host.Services.GetRequiredService<RevalidationSchedule>();
        var (due, isTurn) = (schedule.Due, false);
        schedule.Due = connection =>
        {
            isTurn = true;
            due(connection);
        };
        for (var second = 0; second < Interval.TotalSeconds && !isTurn; second++)
        {
            Service.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        schedule.Due = due;
        LiveService.WaitUntil(() => !Asked.IsEmpty, "Nobody was asked about.");
    }

    /// <summary>Something of the scope: made for one question, and disposed after it.</summary>
    internal sealed class Membership : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class StillMember(RevalidatingService service, Membership membership) : IConnectionRevalidator
    {
        public async ValueTask<bool> IsStillAllowedAsync(LiveConnection connection, CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(membership.IsDisposed, membership);
            service.Asked.Enqueue(connection.Principal.Identity!.Name);
            var isAllowed = service.Answer is not { } answer || await answer(connection, cancellationToken);
            ObjectDisposedException.ThrowIf(membership.IsDisposed, membership);
            return isAllowed;
        }
    }
}
