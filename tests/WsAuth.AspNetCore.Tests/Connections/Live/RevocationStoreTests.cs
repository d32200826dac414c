using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.State;
using WsAuth.Testing;
using Xunit;
using static WsAuth.AspNetCore.Tests.Connections.Live.LiveService;

namespace WsAuth.AspNetCore.Tests.Connections.Live;

/// <summary>A store of the application's own that does not answer lets nobody in, and keeps nobody whom it may have revoked.</summary>
public sealed class RevocationStoreTests
{
    private readonly OwnStore _store = new();

    [Fact]
    public async Task A_store_that_hangs_is_waited_for_5_seconds_and_is_a_refusal()
    {
        var service = MakeService();
        await using var host = await service.StartAsync();
        _store.Answer = () => new TaskCompletionSource<Revocation?>().Task;

        var connecting = host.ConnectInVainAsync("/ws", host.MintJwt());
        service.Clock.AdvanceWhenWaitedFor(TimeSpan.FromSeconds(5));
        var refusal = await connecting.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (refusal.Status, refusal.Reason));
        Assert.Contains("did not answer within 5 s", host.Logs.Handshakes[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_on_the_way_in_while_something_was_revoked_is_not_kept_where_the_store_cannot_tell()
    {
        KestrelHost? host = null;
        var service = MakeService(async context =>
        {
            await RevocationTests.Live(host!).RevokeAsync(Revocation.OfToken("somebody's"));
            _store.Answer = () => throw new TimeZoneNotFoundException();
            await EchoEndpoint.RunAsync(context);
        });
        await using var started = host = await service.StartAsync();

        using var socket = await host.ConnectAsync("/ws", host.MintJwt());

        Assert.Equal((1011, "unavailable"), await ReadCloseAsync(socket));
    }

    private LiveService MakeService(Microsoft.AspNetCore.Http.RequestDelegate? handler = null) =>
        new() { Handler = handler, Configure = builder => builder.Services.AddSingleton<IRevocationStore>(_store) };

    private sealed class OwnStore : IRevocationStore
    {
        public Func<Task<Revocation?>> Answer { get; set; } = () => Task.FromResult<Revocation?>(null);

        public ValueTask RevokeAsync(Revocation revocation, TimeSpan keepFor, CancellationToken cancellationToken) =>
            default;

        public ValueTask<Revocation?> FindAsync(RevocableCredential credential, CancellationToken cancellationToken) =>
            new(Answer());
    }
}
