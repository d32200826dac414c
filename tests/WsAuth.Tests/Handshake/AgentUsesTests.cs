using WsAuth.Handshake;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Handshake;

public sealed class AgentUsesTests
{
    private readonly AgentUses _uses = new(new ManualTimeProvider());

    [Fact]
    public void A_flood_of_names_is_counted_together_and_warned_about_once()
    {
        var warnings = Enumerable
            .Range(0, 10_000)
            .Count(i => _uses.Count($"made-up-{i}", TokenKind.SharedSecret, isWarning: true) is not null);

        Assert.Equal(AgentUses.MostAgents + 1, warnings);
        Assert.Equal(AgentUses.MostAgents + 1, _uses.Read().Count);
        var rest = Assert.Single(_uses.Read(), use => use.IsRemainder);
        Assert.Equal((null, 9_000L), (rest.AgentId, rest.Count));
    }

    [Fact]
    public void Names_made_up_under_the_secret_do_not_crowd_out_proven_ones()
    {
        for (var i = 0; i < 2 * AgentUses.MostAgents; i++)
        {
            _uses.Count($"made-up-{i}", TokenKind.SharedSecret, isWarning: false);
        }

        _uses.Count("edge_1", TokenKind.EdgeToken, isWarning: false);

        Assert.Contains(_uses.Read(), use => use is { AgentId: "edge_1", Count: 1, IsRemainder: false });
    }

    [Fact]
    public void No_use_is_lost_among_threads()
    {
        Parallel.For(0, 10_000, i => _uses.Count($"edge_{i % 4}", TokenKind.EdgeToken, isWarning: false));

        Assert.Equal([2_500L, 2_500L, 2_500L, 2_500L], _uses.Read().Select(use => use.Count));
    }
}
