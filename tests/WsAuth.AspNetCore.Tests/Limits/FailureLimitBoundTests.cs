using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Limits;
using WsAuth.AspNetCore.Observation;
using WsAuth.Options;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Limits;

/// <summary>Callers make up names and addresses: that buys them neither memory nor attempts without end.</summary>
public sealed class FailureLimitBoundTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly LimitOptions _limits = new() { FailedAttempts = 1 };
    private KestrelHost _host = null!;

    private FailureLimit Limit => _host.Services.GetRequiredService<FailureLimit>();

    public async Task InitializeAsync() => _host = await KestrelHost.StartAsync(_ => { }, clock: _clock);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public void Names_beyond_the_bound_count_as_one()
    {
        for (var i = 0; i < FailureLimit.MostNames; i++)
        {
            Assert.Equal(TimeSpan.Zero, Fail("192.0.2.1", $"u{i}"));
        }

        Assert.Equal(TimeSpan.Zero, Fail("192.0.2.1", "made up"));
        Assert.Equal(TimeSpan.FromMinutes(1), Fail("192.0.2.1", "made up, too"));
        Assert.Equal(TimeSpan.Zero, Fail("192.0.2.2", "made up"));
    }

    [Fact]
    public void Clients_beyond_the_bound_share_one_count_and_all_are_forgotten_in_time()
    {
        for (var i = 0; i < FailureLimit.MostClients; i++)
        {
            Fail($"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}", i % 2 == 0 ? null : "u1");
        }

        Assert.Equal(TimeSpan.Zero, Fail("192.0.2.1", null));
        Assert.Equal(TimeSpan.FromMinutes(1), Fail("192.0.2.2", "u1"));
        Assert.Equal(FailureLimit.MostClients + 1, Limit.Count);

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.Zero, Fail("192.0.2.2", "u1"));
        Assert.Equal(1, Limit.Count);
    }

    private TimeSpan Fail(string address, string? name) =>
        Limit.Take(new FailingClient(RemoteNetwork.Of(IPAddress.Parse(address)), name), _limits);
}
