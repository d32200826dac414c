using Xunit;

namespace WsAuth.Tests.Handshake;

/// <summary>Credentials where this endpoint does not look: named with both places, and never read.</summary>
public sealed class MisplacedCredentialTests : IDisposable
{
    private readonly CoreHost _host = new();

    [Theory]
    [InlineData("access_token")]
    [InlineData("token")]
    [InlineData("jwt")]
    [InlineData("auth_token")]
    [InlineData("session_token")]
    [InlineData("id_token")]
    [InlineData("ticket")]
    [InlineData("authorization")]
    [InlineData("api_key")]
    public async Task A_token_in_a_query_parameter_is_named(string parameter)
    {
        var decision = await _host.DecideAsync(new PresentedRequest().WithQuery(parameter, _host.SignJwt()));

        decision.ShouldBeRefused(
            "credential_misplaced",
            $"The query parameter {parameter} is not read here, and holds what looks like a JWT; this endpoint looks at the Authorization header or sub-protocol."
        );
        Assert.Contains("Authorization: Bearer", decision.Refusal!.EffectiveFix, StringComparison.Ordinal);
        Assert.DoesNotContain("session", decision.Refusal.EffectiveFix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Api-Key")]
    [InlineData("X-Auth-Token")]
    [InlineData("X-Access-Token")]
    [InlineData("X-Authorization")]
    [InlineData("X-Token")]
    public async Task A_token_in_a_header_of_another_name_is_named(string header)
    {
        var decision = await _host.DecideAsync(new PresentedRequest().WithHeader(header, "sk_live_1234"));

        decision.ShouldBeRefused("credential_misplaced", $"The header {header} is not read here");
        Assert.Contains("looks like an API key", decision.Refusal!.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fix_for_access_token_names_its_setting()
    {
        var decision = await _host.DecideAsync(new PresentedRequest().WithQuery("access_token", _host.SignJwt()));

        Assert.Contains("WsAuth:Query:AccessToken", decision.Refusal!.EffectiveFix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_scheme_with_a_token_elsewhere_is_misplaced()
    {
        var decision = await _host.DecideAsync(
            new PresentedRequest().WithHeader("Authorization", "Basic dTE6cDE=").WithQuery("token", _host.SignJwt())
        );

        decision.ShouldBeRefused("credential_misplaced", "query parameter token");
    }

    [Theory]
    [InlineData("token", "")]
    [InlineData("room", "42")]
    [InlineData("session_id", "session_1")]
    [InlineData("edge_agent_id", "edge_1")]
    public async Task Other_parameters_and_empty_ones_are_no_credential(string parameter, string value)
    {
        var decision = await _host.DecideAsync(new PresentedRequest().WithQuery(parameter, value));

        decision.ShouldBeRefused("credential_missing");
    }

    [Fact]
    public async Task A_damaged_credential_in_its_place_wins_over_a_misplaced_one()
    {
        var decision = await _host.DecideAsync(
            PresentedRequest.Bearer("undefined").WithQuery("token", _host.SignJwt())
        );

        decision.ShouldBeRefused("credential_malformed", "undefined");
    }

    public void Dispose() => _host.Dispose();
}
