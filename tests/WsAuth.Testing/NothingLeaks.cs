using Xunit;

namespace WsAuth.Testing;

/// <summary>
/// The last test of a project: derive from it once, in the collection that runs alone and last. It looks at everything that the
/// project's tests wrote.
/// </summary>
public abstract class NothingLeaks
{
    public const string Collection = "last: nothing leaks";

    [Fact]
    public void Nothing_that_the_suite_wrote_holds_a_piece_of_a_secret()
    {
        Assert.Empty(LeakWatch.FindLeaks());
    }

    [Fact]
    public void The_watch_would_have_found_a_leak()
    {
        var secret = TestSecrets.Hex();
        var text = $"a log line with {secret[20..28]} in it";

        Assert.True(LeakWatch.Holds(text));
        Assert.False(LeakWatch.Holds(text.Replace(secret[20..28], "", StringComparison.Ordinal)));
    }
}
