using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Observation.Observer;

/// <summary>Pipelines that lay a false trail: who answered is named by evidence that proves it, or not at all.</summary>
public sealed class WrongCulpritTests
{
    private static readonly Situation[] All = [.. FalseTrails.All, .. FalseTrailsOfAuthorization.All];

    public static TheoryData<string> Names => [.. All.Select(situation => situation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_finding_names_nobody_who_did_not_answer(string name)
    {
        var situation = All.Single(it => it.Name == name);
        await using var host = await situation.StartAsync();

        HttpStatusCode? status = null;
        try
        {
            using var answer = await situation.AskAsync(
                host,
                situation.Reason == "refused_before_authentication" ? null : host.MintJwt()
            );
            status = answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            // The application hung up.
        }

        var line = Assert.Single(host.Logs.Handshakes);
        Assert.True(
            situation.Reason.Equals(line.Values["Reason"])
                && situation.Layer.Equals(line.Values["Layer"])
                && line.Message.Contains(situation.Explanation, StringComparison.Ordinal)
                && line.Values["Fix"]!.ToString()!.Contains(situation.Fix, StringComparison.Ordinal)
                && (status ?? situation.Status) == situation.Status,
            $"{(int?)status} {line.Message}\n{string.Join('\n', host.Logs.All.Where(it => it.Category.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)).Select(it => $"{it.Category}|{it.Id.Name}|{it.Message}"))}"
        );
    }

    [Fact]
    public async Task A_connection_that_the_application_itself_cuts_is_not_blamed_on_the_client()
    {
        await using var host = await KestrelHost.StartAsync(app =>
            app.Use((HttpContext context, RequestDelegate _) => FalseTrails.HangUpAsync(context))
        );

        await Assert.ThrowsAsync<HttpRequestException>(() =>
            Clients.AskAsync(host.Http("/ws"), isHttp2: false, "GET", token: null)
        );

        var line = Assert.Single(host.Logs.Handshakes);
        Assert.Contains("The application itself cut the connection", line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody refused it", line.Message, StringComparison.Ordinal);
    }
}
