using System.Net;
using WsAuth.Client.Reconnecting;
using WsAuth.Reasons;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Client.Tests.Reconnecting;

public sealed class ReconnectPolicyTests
{
    /// <summary>The tests of the JavaScript module read the same document.</summary>
    [Fact]
    public void The_document_of_both_languages_is_what_this_one_decides() =>
        Approved.Matches(PolicyDocument.Path, PolicyDocument.Write());

    [Fact]
    public void Whoever_is_told_that_nothing_will_change_stops()
    {
        var final = ReasonCatalogue
            .All.GroupBy(row => row.WireClass)
            .Where(rows => rows.All(row => row.Retry == RetryAdvice.Stop))
            .Select(rows => rows.Key)
            .ToList();

        Assert.Contains("origin_refused", final);
        Assert.All(final, reason => Assert.Equal(ReconnectAction.Stop, ReconnectPolicy.Reasons[reason]));
    }

    [Theory]
    [InlineData("credential_invalid", "Refresh")]
    [InlineData("token_expired", "Refresh")]
    [InlineData("ticket_used", "Refresh")]
    [InlineData("expired_while_connected", "Renew")]
    [InlineData("authentication_timeout", "Renew")]
    [InlineData("ticket_other_instance", "Renew")]
    [InlineData("token_not_yet_valid", "Wait")]
    [InlineData("too_many_connections", "Wait")]
    [InlineData("unavailable", "Wait")]
    [InlineData("revoked_while_connected", "Stop")]
    [InlineData("credential_malformed", "Stop")]
    [InlineData("not_authorized", "Stop")]
    public void A_reason_says_what_to_do(string reason, string action) =>
        Assert.Equal(action, ReconnectPolicy.Of(new() { Reason = reason, Status = HttpStatusCode.Gone }).ToString());

    [Fact]
    public void Every_class_of_the_catalogue_but_that_of_others_has_an_action() =>
        Assert.Equal(
            ReasonCatalogue.All.Select(row => row.WireClass).Distinct().Except(["refused_elsewhere"]).Order(),
            ReconnectPolicy.Reasons.Keys.Order()
        );

    [Fact]
    public void The_text_beside_a_close_code_of_the_application_is_the_applications() =>
        Assert.Equal(ReconnectAction.Retry, ReconnectPolicy.Of(new() { CloseCode = 4000, Reason = "origin_refused" }));

    [Fact]
    public void What_others_answered_is_judged_by_its_status()
    {
        Assert.Equal(ReconnectAction.Retry, OfOthers(HttpStatusCode.BadGateway));
        Assert.Equal(ReconnectAction.Wait, OfOthers(HttpStatusCode.TooManyRequests));
        Assert.Equal(ReconnectAction.Stop, OfOthers(HttpStatusCode.NotFound));

        static ReconnectAction OfOthers(HttpStatusCode status) =>
            ReconnectPolicy.Of(new() { Status = status, Reason = "refused_elsewhere" });
    }
}
