using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>Every way to eat a handshake, provoked on a real Kestrel.</summary>
public sealed class SituationTests
{
    [Theory]
    [MemberData(nameof(Situations.Names), MemberType = typeof(Situations))]
    public async Task The_one_record_names_who_answered_why_and_what_to_do(string name)
    {
        var situation = Situations.Find(name);
        await using var host = await situation.StartAsync();

        using var answer = await situation.AskAsync(host, TokenFor(situation, host));

        var line = Assert.Single(host.Logs.Handshakes);
        Assert.DoesNotContain("access_token", line.Message, StringComparison.Ordinal);
        Assert.True(
            situation.Reason.Equals(line.Values["Reason"])
                && situation.Layer.Equals(line.Values["Layer"])
                && line.Values["Explanation"]!.ToString()!.Contains(situation.Explanation, StringComparison.Ordinal)
                && line.Values["Fix"]!.ToString()!.Contains(situation.Fix, StringComparison.Ordinal)
                && answer.StatusCode == situation.Status,
            $"{(int)answer.StatusCode} {line.Message}\n{string.Join('\n', host.Logs.All.Where(it => it.Category.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)).Select(it => $"{it.Category}|{it.Id.Name}|{it.Message}"))}"
        );
        if (situation.IsAnsweredByServer)
        {
            Assert.False(answer.Headers.Contains("X-WsAuth-Reason"));
        }
        else
        {
            Assert.Equal("refused_elsewhere", Assert.Single(answer.Headers.GetValues("X-WsAuth-Reason")));
            Assert.Equal(line.Values["AttemptId"], Assert.Single(answer.Headers.GetValues("X-WsAuth-Attempt")));
        }
    }

    [Theory]
    [MemberData(nameof(Situations.Names), MemberType = typeof(Situations))]
    public async Task The_answer_is_what_it_is_without_WsAuth(string name)
    {
        var situation = Situations.Find(name);
        await using var observed = await situation.StartAsync();
        await using var alone = await situation.StartAsync(withWsAuth: false);

        using var answer = await situation.AskAsync(observed, TokenFor(situation, observed));
        using var expected = await situation.AskAsync(alone);

        Assert.Equal(expected.StatusCode, answer.StatusCode);
        Assert.Equal(HeadersOf(expected, alone), HeadersOf(answer, observed));
        if (
            expected.Content.Headers.ContentType?.MediaType != "application/problem+json"
            && name != "developer exception page"
            && !situation.IsHttp2
        )
        {
            Assert.Equal(await expected.Content.ReadAsStringAsync(), await answer.Content.ReadAsStringAsync());
        }
    }

    private static string? TokenFor(Situation situation, KestrelHost host) =>
        situation.HasToken || situation.Reason != "refused_before_authentication" ? host.MintJwt() : null;

    // Without what differs from request to request.
    private static List<string> HeadersOf(HttpResponseMessage answer, KestrelHost host) =>
        [
            .. answer
                .Headers.Concat(answer.Content.Headers)
                .Where(header =>
                    !header.Key.StartsWith("X-WsAuth-", StringComparison.OrdinalIgnoreCase)
                    && header.Key is not ("Date" or "Last-Modified" or "ETag" or "Content-Length")
                )
                .Select(header =>
                    $"{header.Key}: {string.Join(", ", header.Value)}".Replace(
                        host.Address.Authority,
                        "host",
                        StringComparison.Ordinal
                    )
                )
                .Order(StringComparer.Ordinal),
        ];
}
