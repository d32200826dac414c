using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Tests.Connections.Live;
using WsAuth.Options;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Interop;

/// <summary>A hub at /hub, on a clock that stands still; it says when a client has got its answer and stays.</summary>
internal sealed class HubService
{
    private readonly TaskCompletionSource _stayed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ManualTimeProvider Clock { get; init; } = new();

    /// <summary>Whether SignalR ends connections itself, by the system's clock.</summary>
    public bool IsEndedBySignalR { get; init; }

    public bool IsQueryRead { get; init; } = true;

    public RefusalMode Refusal { get; init; }

    /// <summary>What the hub allows; null for what SignalR allows by itself.</summary>
    public HttpTransportType? Transports { get; init; }

    /// <summary>How many sockets one subject may have; null for any number.</summary>
    public int? ConnectionsPerSubject { get; init; }

    /// <summary>Complete as soon as a client stays.</summary>
    public Task Stayed => _stayed.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public Task<KestrelHost> StartAsync()
    {
        var service = new LiveService
        {
            Clock = Clock,
            Settings =
            {
                ["WsAuth:Query:AccessToken"] = IsQueryRead ? "true" : "false",
                ["WsAuth:Jwt:Audience"] = "chat",
                ["WsAuth:Refusal"] = Refusal.ToString(),
                ["WsAuth:Limits:ConnectionsPerSubject"] = ConnectionsPerSubject?.ToString(CultureInfo.InvariantCulture),
            },
            Map = app =>
                app.MapHub<StayingHub>(
                        "/hub",
                        options =>
                        {
                            options.CloseOnAuthenticationExpiration = IsEndedBySignalR;
                            options.Transports = Transports ?? options.Transports;
                        }
                    )
                    .RequireWsAuth(TokenKind.Jwt),
            Configure = builder => builder.Services.AddSingleton(_stayed).AddSignalR(),
        };
        return service.StartAsync();
    }

    internal sealed class StayingHub(TaskCompletionSource stayed) : Hub
    {
        public string? WhoAmI() => Context.UserIdentifier;

        public void Stay() => stayed.TrySetResult();
    }
}
