using WsAuth.Secrets;
using Xunit;

namespace WsAuth.Tests.Secrets;

public sealed class AgentSecretsTests
{
    private readonly AgentSecrets _agents = new(capacity: 3);
    private int _reads;

    [Fact]
    public void Unknown_agents_take_no_room()
    {
        for (var i = 0; i < 10; i++)
        {
            Get($"made-up-{i}", isOwn: false);
        }

        Assert.Equal((0, 10), (_agents.Count, _reads));
    }

    [Fact]
    public void Of_more_agents_than_there_is_room_for_the_longest_unused_goes()
    {
        Get("a");
        Get("b");
        _agents.Age();
        Get("b");
        Get("c");
        Get("d");
        _reads = 0;

        Get("b");
        Get("c");
        Get("d");
        Assert.Equal((3, 0), (_agents.Count, _reads));
        Get("a");
        Assert.Equal((3, 1), (_agents.Count, _reads));
    }

    private void Get(string agent, bool isOwn = true) =>
        _agents.Get(
            ("edge", agent),
            () =>
            {
                _reads++;
                return new SecretResolution("edge", "", false, [], new SecretRing("edge", "", [], 1, null), null);
            },
            _ => isOwn
        );
}
