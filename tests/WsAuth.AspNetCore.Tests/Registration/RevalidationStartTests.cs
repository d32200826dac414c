using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsAuth.AspNetCore.Connections;
using WsAuth.AspNetCore.Tests.Connections.Live;
using WsAuth.State;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Registration;

/// <summary>A revalidation that cannot take place, or does not, is found at start and not by the socket that stays open, or is closed.</summary>
public sealed class RevalidationStartTests
{
    [Fact]
    public async Task A_revalidator_that_cannot_be_made_stops_the_start_and_names_what_is_missing()
    {
        var service = Service(builder => builder.Services.AddWsAuth(_ => { }).AddConnectionRevalidator<StillMember>());

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(service.StartAsync);

        Assert.StartsWith(
            "A connection revalidator that AddConnectionRevalidator registered ",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(nameof(StillMember), exception.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(MemberDatabase), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revalidator_of_scoped_services_is_made_in_a_scope_that_is_disposed()
    {
        var database = new MemberDatabase();
        var service = Service(builder =>
        {
            builder.Services.AddScoped(_ => database);
            builder.Services.AddWsAuth(_ => { }).AddConnectionRevalidator<StillMember>();
        });

        await using var host = await service.StartAsync();

        Assert.True(database.IsDisposed);
        Assert.Empty(Told(host));
    }

    [Theory]
    [InlineData("nothing", "00:05:00", null)]
    [InlineData("revalidator", "00:01:00", null)]
    [InlineData("store", "00:01:00", null)]
    [InlineData("nothing", "00:00:00", "is set, and there is nothing to ask")]
    [InlineData("nothing", "00:01:00", "is set, and there is nothing to ask")]
    [InlineData("revalidator", "00:00:00", "A connection revalidator is registered, and WsAuth:Connections:")]
    [InlineData("store", "00:00:00", "A shared store of revocations is registered, and WsAuth:Connections:")]
    [InlineData("service", "00:05:00", ".AddConnectionRevalidator<StillMember>()")]
    [InlineData("both", "00:05:00", null)]
    public async Task What_was_begun_and_is_off_is_warned_about(string registered, string interval, string? warning)
    {
        var service = Service(builder =>
        {
            builder.Services.AddScoped<MemberDatabase>();
            _ = registered switch
            {
                "revalidator" => builder.Services.AddWsAuth(_ => { }).AddConnectionRevalidator<StillMember>().Services,
                "store" => builder.Services.AddSingleton<IRevocationStore>(new OthersStore()),
                "service" => builder.Services.AddScoped<StillMember>(),
                "both" => builder
                    .Services.AddScoped<StillMember>()
                    .AddWsAuth(_ => { })
                    .AddConnectionRevalidator<StillMember>()
                    .Services,
                _ => builder.Services,
            };
        });
        service.Settings["WsAuth:Connections:RevalidationInterval"] = interval;

        await using var host = await service.StartAsync();

        if (warning is null)
        {
            Assert.Empty(Told(host));
            return;
        }

        var told = Assert.Single(Told(host));
        Assert.Equal(LogLevel.Warning, told.Level);
        Assert.Contains(warning, told.Message, StringComparison.Ordinal);
    }

    private static LiveService Service(Action<WebApplicationBuilder> configure) => new() { Configure = configure };

    private static IEnumerable<RecordedEvent> Told(KestrelHost host) =>
        host.Logs.All.Where(entry => entry.Id.Name == "RevalidationOff");

    private sealed class MemberDatabase : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class StillMember(MemberDatabase members) : IConnectionRevalidator
    {
        public ValueTask<bool> IsStillAllowedAsync(LiveConnection connection, CancellationToken cancellationToken) =>
            new(!members.IsDisposed);
    }

    private sealed class OthersStore : IRevocationStore
    {
        public ValueTask RevokeAsync(Revocation revocation, TimeSpan keepFor, CancellationToken cancellationToken) =>
            default;

        public ValueTask<Revocation?> FindAsync(RevocableCredential credential, CancellationToken cancellationToken) =>
            default;
    }
}
