using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Handshake;
using WsAuth.Mismatch;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Mismatch;

/// <summary>The analysis waits its turn in the background, takes no more than its share, and always ends in one answer.</summary>
public sealed class MismatchQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_is_too_much_is_skipped_at_once_and_all_that_waits_is_answered()
    {
        using var host = new RefusingHost();
        using var brake = new Brake(host);
        var findings = new ConcurrentQueue<MismatchFinding>();
        for (var i = 0; i < MismatchQueue.MostWaiting; i++)
        {
            Assert.True(host.Queue.TryAnalyze(await RefuseAsync(host), findings.Enqueue));
        }

        Assert.Empty(findings);
        MismatchFinding? skipped = null;
        Assert.True(host.Queue.TryAnalyze(await RefuseAsync(host), finding => skipped = finding));
        Assert.Equal("analysis: skipped (256 refusals are waiting for theirs).", skipped?.Text);
        Assert.Equal((true, 0, null), (skipped?.IsSkipped, skipped?.ValuesTried, skipped?.SourceName));

        brake.Release();
        Assert.True(SpinWait.SpinUntil(() => findings.Count == MismatchQueue.MostWaiting, Patience));
        Assert.All(findings, finding => Assert.False(finding.IsSkipped));
    }

    [Fact]
    public async Task What_waited_too_long_is_skipped()
    {
        using var host = new RefusingHost();
        using var brake = new Brake(host);
        var found = Analyze(host, await RefuseAsync(host));

        host.Host.Clock.Advance(MismatchQueue.LongestWait + TimeSpan.FromSeconds(1));
        brake.Release();

        Assert.Equal("analysis: skipped (it waited for more than 5 s).", (await found.WaitAsync(Patience)).Text);
        Assert.False((await Analyze(host, await RefuseAsync(host)).WaitAsync(Patience)).IsSkipped);
    }

    [Fact]
    public async Task The_end_of_the_host_answers_what_waits_and_what_comes_later()
    {
        using var host = new RefusingHost();
        var queue = host.Queue;
        var later = await RefuseAsync(host);
        using var brake = new Brake(host);
        var waiting = new[]
        {
            Analyze(host, await RefuseAsync(host)),
            Analyze(host, await RefuseAsync(host)),
            Analyze(host, await RefuseAsync(host)),
        };

        // The worker is held up, and is not waited for without an end.
        queue.Dispose();

        foreach (var found in waiting)
        {
            Assert.True(found.IsCompletedSuccessfully);
            Assert.Equal("analysis: skipped (the server is stopping).", (await found).Text);
        }

        MismatchFinding? skipped = null;
        Assert.True(queue.TryAnalyze(later, finding => skipped = finding));
        Assert.Equal("analysis: skipped (the server is stopping).", skipped?.Text);
        queue.Dispose();
    }

    [Fact]
    public async Task A_callback_may_end_the_host()
    {
        using var host = new RefusingHost();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        host.Queue.TryAnalyze(
            await RefuseAsync(host),
            _ =>
            {
                host.Queue.Dispose();
                ended.SetResult();
            }
        );

        await ended.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_callback_that_throws_is_logged_by_its_type_and_the_next_is_served()
    {
        using var host = new RefusingHost();
        host.Queue.TryAnalyze(
            await RefuseAsync(host),
            _ => throw new InvalidOperationException("with a text of its own")
        );

        Assert.False((await Analyze(host, await RefuseAsync(host)).WaitAsync(Patience)).IsSkipped);
        var logged = Assert.Single(host.Host.Logs.All, entry => entry.Id.Id == 1951);
        Assert.StartsWith(
            "What was to be done with a mismatch finding threw InvalidOperationException.",
            logged.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("of its own", logged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_analysis_that_throws_is_told_as_skipped_and_logged_by_its_type()
    {
        var variables = new MeddlingVariables(name =>
            name == "XDG_DATA_HOME" ? throw new InvalidOperationException("with a text of its own") : null
        );
        using var host = new RefusingHost(services => services.AddSingleton<IEnvironmentVariables>(variables));
        variables.Inner = host.Host.Variables;

        var finding = await host.FindJwtAsync(TestSecrets.Hex());

        Assert.Equal("analysis: skipped (it failed with InvalidOperationException).", finding.Text);
        var logged = Assert.Single(host.Host.Logs.All, entry => entry.Id.Id == 1950);
        Assert.DoesNotContain("of its own", logged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_its_work_it_rests_nine_times_as_long()
    {
        var clock = new TimerCountingClock();
        var variables = new MeddlingVariables(name =>
        {
            if (name == "JWT_SIGNING_KEY")
            {
                clock.Inner.Advance(TimeSpan.FromMilliseconds(20));
            }

            return null;
        });
        using var host = new RefusingHost(services =>
            services.AddSingleton<IEnvironmentVariables>(variables).AddSingleton<TimeProvider>(clock)
        );
        variables.Inner = host.Host.Variables;

        for (var i = 1; i <= 3; i++)
        {
            Assert.False((await Analyze(host, await RefuseAsync(host)).WaitAsync(Patience)).IsSkipped);
            Assert.True(SpinWait.SpinUntil(() => clock.Timers.Count == i, Patience));
            Assert.All(clock.Timers, rest => Assert.Equal(TimeSpan.FromMilliseconds(180), rest));
            clock.Inner.Advance(TimeSpan.FromMilliseconds(180));
        }
    }

    [Fact]
    public async Task Many_threads_get_one_answer_for_each_refusal()
    {
        using var host = new RefusingHost();
        var answers = new ConcurrentDictionary<int, int>();
        var refusals = new List<HandshakeDecision>();
        for (var i = 0; i < 400; i++)
        {
            refusals.Add(await RefuseAsync(host));
        }

        Parallel.For(
            0,
            refusals.Count,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i => host.Queue.TryAnalyze(refusals[i], _ => answers.AddOrUpdate(i, 1, (_, count) => count + 1))
        );

        Assert.True(SpinWait.SpinUntil(() => answers.Count == refusals.Count, Patience));
        Assert.All(answers.Values, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Two_doors_that_record_one_refusal_have_it_looked_into_once()
    {
        using var host = new RefusingHost();
        var decision = await RefuseAsync(host);

        Assert.False((await Analyze(host, decision).WaitAsync(Patience)).IsSkipped);
        Assert.False(host.Queue.TryAnalyze(decision, _ => Assert.Fail("There is nothing left to look into.")));
    }

    private static Task<HandshakeDecision> RefuseAsync(RefusingHost host) =>
        host.RefuseAsync(host.Jwt(Encoding.UTF8.GetBytes(host.Host.EdgeSecret)), TokenKind.Jwt);

    private static Task<MismatchFinding> Analyze(RefusingHost host, HandshakeDecision decision)
    {
        var found = new TaskCompletionSource<MismatchFinding>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(host.Queue.TryAnalyze(decision, found.SetResult));
        return found.Task;
    }

    /// <summary>Holds the worker up until it is released.</summary>
    private sealed class Brake : IDisposable
    {
        private readonly ManualResetEventSlim _released = new();

        public Brake(RefusingHost host)
        {
            using var held = new ManualResetEventSlim();
            var decision = RefuseAsync(host).GetAwaiter().GetResult();
            host.Queue.TryAnalyze(
                decision,
                _ =>
                {
                    held.Set();
                    _released.Wait(Patience);
                }
            );
            Assert.True(held.Wait(Patience));
        }

        public void Release() => _released.Set();

        public void Dispose() => _released.Set();
    }
}
