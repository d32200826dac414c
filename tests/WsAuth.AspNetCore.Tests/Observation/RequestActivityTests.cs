using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation;

/// <summary>What the framework itself writes into the spans of a handshake holds no credential of the URL either.</summary>
public sealed class RequestActivityTests
{
    [Fact]
    public async Task No_tag_of_any_span_holds_a_credential_of_the_query()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(TokenKind.Jwt);
            },
            new Dictionary<string, string?> { ["WsAuth:Query:AccessToken"] = "true" },
            variables: new TestVariables { ["JWT_SECRET_KEY"] = TestSecrets.Hex() }
        );
        var token = host.MintJwt();

        using (await host.ConnectAsync($"/ws?access_token={token}")) { }
        await host.ConnectInVainAsync($"/ws?access_token={token[..^8]}AAAAAAAA");
        Assert.True(SpinWait.SpinUntil(() => Of(spans, host).Count >= 2, TimeSpan.FromSeconds(30)));

        foreach (var span in Of(spans, host))
        {
            var tags = span
                .TagObjects.Concat(span.Events.SelectMany(it => it.Tags))
                .Select(tag => $"{tag.Key}={tag.Value}");
            Assert.DoesNotContain(tags, LeakWatch.Holds);
            Assert.False(LeakWatch.Holds(span.DisplayName));
        }
    }

    private static List<Activity> Of(ConcurrentQueue<Activity> spans, KestrelHost host)
    {
        var attempts = host.Logs.Handshakes.Select(line => line.Values["AttemptId"]).ToList();
        return [.. spans.Where(span => attempts.Contains(span.TraceId.ToHexString()))];
    }
}
