using Microsoft.Extensions.DependencyInjection;
using WsAuth.Handshake;
using WsAuth.Options;
using WsAuth.State;
using WsAuth.Testing.HostileCredentials;
using Xunit;

namespace WsAuth.Tests.Handshake;

/// <summary>The table of hostile credentials against the validators, through the core.</summary>
public sealed class HostileTableTests : IDisposable
{
    private readonly HostileContext _context;
    private readonly CoreHost _host;

    public HostileTableTests()
    {
        _host = new CoreHost(
            services =>
            {
                services.Configure<WsAuthOptions>(HostileContext.Configure);
                services.AddSingleton<ISingleUseStore, AnyNumberOfTimes>();
            },
            HostileContext.TicketSecretSetting
        );
        _context = new HostileContext(_host.Clock.GetUtcNow());
        _context.Set(_host.Variables);
    }

    [Fact]
    public async Task Each_row_ends_as_it_should()
    {
        var wrong = new List<string>();
        foreach (var row in HostileTable.Rows)
        {
            var decision = await DecideAsync(row);
            if (!ReferenceEquals(decision.Refusal?.Reason, row.Expected))
            {
                wrong.Add(
                    $"{row.Name}: expected {row.Expected?.Code ?? "accepted"}, was {decision.Refusal?.Reason.Code ?? "accepted"}: {decision.Refusal?.Explanation}"
                );
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.DoesNotContain(_host.Logs.All, entry => entry.Id.Name == "ValidatorFailed");
    }

    [Fact]
    public void There_are_enough_rows_of_every_kind_and_no_two_of_one_name()
    {
        Assert.InRange(HostileTable.Rows.Count(row => row.Expected is not null), 150, 1000);
        Assert.InRange(HostileTable.Rows.Count(row => row.Expected is null), 40, 1000);
        Assert.Equal(
            HostileTable.Rows.Count,
            HostileTable.Rows.Select(row => row.Name).Distinct(StringComparer.Ordinal).Count()
        );
        Assert.All(
            HostileTable.Rows.GroupBy(row => row.Kind),
            kind => Assert.Equal([false, true], kind.Select(row => row.Expected is null).Distinct().Order())
        );
        Assert.Equal(4, HostileTable.Rows.Select(row => row.Kind).Distinct().Count());
    }

    public void Dispose() => _host.Dispose();

    private Task<HandshakeDecision> DecideAsync(HostileCredential row) =>
        _host.DecideAsync(
            new PresentedRequest { RequestPath = row.Path }.WithHeader("Authorization", "Bearer " + row.Make(_context)),
            row.Kind
        );
}
