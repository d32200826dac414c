using WsAuth.Handshake;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Tokens.SharedSecret;

/// <summary>The agent that a caller says it is: claimed, and marked so.</summary>
public sealed class AgentIdTests : IDisposable
{
    private const string Header = "X-Edge-Agent-Id";
    private const string Parameter = "edge_agent_id";

    private readonly CoreHost _host = new();

    [Fact]
    public async Task The_header_names_the_agent_or_the_query_does()
    {
        var byHeader = await DecideAsync(request => request.WithHeader(Header, "edge_1"));
        var byQuery = await DecideAsync(request => request.WithQuery(Parameter, "edge_2"));
        var byBoth = await DecideAsync(request => request.WithHeader(Header, "edge_3").WithQuery(Parameter, "edge_3"));

        Assert.Equal(("edge_1", "edge_2", "edge_3"), (byHeader.Subject, byQuery.Subject, byBoth.Subject));
        Assert.True(byHeader.IsSubjectClaimed);
        Assert.Equal("edge_1", byHeader.Principal.Identity!.Name);
        Assert.True(byHeader.Principal.HasClaim("edge_agent_id", "edge_1"));
        Assert.True(byHeader.Principal.HasClaim("edge_agent_id_claimed", "true"));
    }

    [Fact]
    public async Task Two_agents_are_a_mismatch_and_never_first_wins()
    {
        Func<PresentedRequest, PresentedRequest>[] conflicts =
        [
            request => request.WithHeader(Header, "edge_1").WithQuery(Parameter, "edge_2"),
            request => request.WithHeader(Header, "edge_1", "edge_2"),
            request => request.WithQuery(Parameter, "edge_1", "edge_2"),
            request => request.WithHeader(Header, "edge_1").WithQuery(Parameter, "EDGE_1"),
            request => request.WithHeader(Header, "edge_1").WithQuery(Parameter, "edge_1", "edge_2"),
        ];

        foreach (var conflict in conflicts)
        {
            (await DecideAsync(conflict)).ShouldBeRefused("subject_mismatch", "The request names two agents");
        }
    }

    [Fact]
    public async Task An_empty_name_is_none()
    {
        Assert.Equal("shared-secret", (await DecideAsync(request => request.WithHeader(Header, ""))).Subject);
        Assert.Equal(
            "edge_1",
            (await DecideAsync(request => request.WithHeader(Header, "").WithQuery(Parameter, "edge_1"))).Subject
        );
    }

    [Theory]
    [InlineData("edge:1")]
    [InlineData("edge\n1")]
    [InlineData("edge\u00001")]
    [InlineData("edge\u007f")]
    [InlineData("edge\u0085")]
    public async Task A_name_holds_no_colon_and_no_control_character(string name) =>
        (await DecideAsync(request => request.WithQuery(Parameter, name))).ShouldBeRefused(
            "subject_mismatch",
            "none of them a control character or ':'"
        );

    [Fact]
    public async Task A_name_has_at_most_128_characters()
    {
        var longest = new string('a', 128);

        Assert.Equal(longest, (await DecideAsync(request => request.WithHeader(Header, longest))).Subject);
        (await DecideAsync(request => request.WithHeader(Header, longest + "a"))).ShouldBeRefused(
            "subject_mismatch",
            "1–128"
        );
    }

    [Fact]
    public async Task A_wrong_secret_is_told_before_a_wrong_agent()
    {
        var decision = await _host.DecideAsync(
            PresentedRequest.Bearer("wrong").WithHeader(Header, "a", "b"),
            TokenKind.SharedSecret
        );

        decision.ShouldBeRefused("secret_mismatch");
    }

    [Fact]
    public async Task A_refused_agent_is_not_counted()
    {
        await DecideAsync(request => request.WithQuery(Parameter, "edge:1"));

        Assert.Equal(0, _host.Secrets.GetRing("edge").Current!.AcceptedCount);
    }

    public void Dispose() => _host.Dispose();

    private Task<HandshakeDecision> DecideAsync(Func<PresentedRequest, PresentedRequest> name) =>
        _host.DecideAsync(name(PresentedRequest.Bearer(_host.EdgeSecret)), TokenKind.SharedSecret);
}
