using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

public sealed class SecretConcurrencyTests
{
    [Fact]
    public async Task Many_threads_resolve_while_others_refresh_and_reload()
    {
        using var resolver = new TestResolver();
        string[] values = [TestSecrets.Hex(), TestSecrets.Hex()];
        string[] fingerprints = [.. values.Select(value => SecretFingerprint.Of(value))];
        var path = resolver.Folder.Write("jwt", values[0]);
        resolver["Secrets:jwt:Order"] = "file:" + path;
        resolver.Start();
        using var done = new CancellationTokenSource();
        var odd = 0;
        var seen = 0;

        var readers = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Factory.StartNew(
                    () =>
                    {
                        while (!done.IsCancellationRequested)
                        {
                            var ring = resolver.Secrets.GetRing("jwt");
                            var isWhole =
                                ring.Keys.Count == 1
                                && fingerprints.Contains(ring.Current!.Fingerprint)
                                && ring.Current.Length == 64
                                && resolver.Secrets.Report().Secrets.Count == 1;
                            Interlocked.Add(ref odd, isWhole ? 0 : 1);
                            Interlocked.Increment(ref seen);
                            Thread.Sleep(0);
                        }
                    },
                    TaskCreationOptions.LongRunning
                )
            )
            .ToArray();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref seen) > 100, TimeSpan.FromSeconds(30)));
        for (var i = 1; i <= 50; i++)
        {
            File.Move(resolver.Folder.Write("next", values[i % 2]), path, overwrite: true);
            resolver.Secrets.Refresh();
            resolver.Poll();
            resolver.Reload();
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);

        Assert.Equal(0, odd);
        Assert.True(resolver.Ring.Current.Holds(values[0]));
    }

    [Fact]
    public async Task Threads_that_ask_first_at_the_same_time_get_one_ring()
    {
        using var resolver = new TestResolver("env:SECRET");
        resolver.Variables["SECRET"] = TestSecrets.Hex();
        var secrets = resolver.Secrets;
        using var start = new Barrier(8);

        var rings = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            start.SignalAndWait();
                            return secrets.GetRing("jwt");
                        },
                        TaskCreationOptions.LongRunning
                    )
                )
        );

        Assert.All(rings, ring => Assert.Same(rings[0], ring));
    }
}
