using WsAuth.Credentials;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Handshake;

/// <summary>Which credential of a request counts, and why none does.</summary>
public sealed class CredentialReadingTests : IDisposable
{
    private readonly CoreHost _host = new();
    private readonly CoreHost _withQuery = new(("Query:AccessToken", "true"));

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    [InlineData("BEARER ")]
    [InlineData("bEaReR ")]
    [InlineData("Bearer    ")]
    [InlineData("  Bearer ")]
    public async Task The_scheme_is_read_in_any_letter_case_and_before_any_number_of_spaces(string scheme)
    {
        var decision = await _host.DecideAsync(
            new PresentedRequest().WithHeader("Authorization", scheme + _host.SignJwt() + " ")
        );

        Assert.True(decision.IsAccepted);
        Assert.Equal(CredentialLocations.AuthorizationHeader, decision.Location);
    }

    [Fact]
    public async Task Nothing_anywhere_is_missing_and_says_where_it_looked()
    {
        (await _host.DecideAsync(new PresentedRequest())).ShouldBeRefused(
            "credential_missing",
            "Looked at the Authorization header or sub-protocol."
        );
        (await _withQuery.DecideAsync(new PresentedRequest())).ShouldBeRefused(
            "credential_missing",
            "Looked at the Authorization header, sub-protocol or query parameter access_token. Where the client does send one, a proxy on the way"
        );
    }

    [Theory]
    [InlineData("Basic dTE6cDE=", "the scheme Basic")]
    [InlineData("Digest username=\"u\"", "the scheme Digest")]
    [InlineData("Token abc", "the scheme Token")]
    [InlineData("BearerToken abc", "another scheme")]
    [InlineData("abcdef", "no scheme")]
    public async Task Another_scheme_is_missing_and_named(string header, string named)
    {
        var decision = await _host.DecideAsync(new PresentedRequest().WithHeader("Authorization", header));

        decision.ShouldBeRefused("credential_missing", $"it has {named}, not Bearer");
    }

    [Fact]
    public async Task A_secret_without_a_scheme_is_not_told()
    {
        var planted = TestSecrets.Hex();
        foreach (var header in new[] { planted, planted + " x" })
        {
            var decision = await _host.DecideAsync(new PresentedRequest().WithHeader("Authorization", header));

            decision.ShouldBeRefused("credential_missing", "not Bearer");
            Assert.DoesNotContain(planted[..8], decision.Refusal!.Explanation, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_jwt_without_a_scheme_is_malformed_and_not_missing()
    {
        var decision = await _host.DecideAsync(new PresentedRequest().WithHeader("Authorization", _host.SignJwt()));

        decision.ShouldBeRefused("credential_malformed", "holds a JWT without a scheme before it");
    }

    [Fact]
    public async Task An_empty_header_is_malformed_and_not_missing()
    {
        (await _host.DecideAsync(new PresentedRequest().WithHeader("Authorization", ""))).ShouldBeRefused(
            "credential_malformed",
            "The Authorization header is empty."
        );
        (await _host.DecideAsync(new PresentedRequest().WithHeader("Authorization", "Bearer"))).ShouldBeRefused(
            "credential_malformed",
            "it is empty"
        );
    }

    [Fact]
    public async Task The_same_value_twice_is_one_credential()
    {
        var token = _host.SignJwt();
        var inBoth = _withQuery.SignJwt();

        Assert.True(
            (
                await _host.DecideAsync(
                    new PresentedRequest().WithHeader("Authorization", $"Bearer {token}", $"bearer  {token}")
                )
            ).IsAccepted
        );
        Assert.True(
            (
                await _withQuery.DecideAsync(PresentedRequest.Bearer(inBoth).WithQuery("access_token", inBoth, inBoth))
            ).IsAccepted
        );
    }

    [Fact]
    public async Task Two_values_that_differ_are_a_conflict_whichever_is_right()
    {
        var (right, other) = (_withQuery.SignJwt(), _withQuery.SignJwt("""{"sub":"u2","exp":@+300}"""));
        PresentedRequest[] requests =
        [
            new PresentedRequest().WithHeader("Authorization", $"Bearer {right}", $"Bearer {other}"),
            PresentedRequest.Bearer(right).WithQuery("access_token", other),
            PresentedRequest.Bearer(other).WithQuery("access_token", right),
            PresentedRequest.Bearer(right).WithQuery("access_token", "undefined"),
            PresentedRequest.Bearer(right).WithQuery("access_token", ""),
            PresentedRequest.Bearer(right).WithQuery("access_token", right + " "),
            new PresentedRequest().WithQuery("access_token", right, other),
        ];

        foreach (var request in requests)
        {
            (await _withQuery.DecideAsync(request)).ShouldBeRefused("credential_conflict");
        }
    }

    [Fact]
    public async Task A_location_that_does_not_count_makes_no_conflict()
    {
        var decision = await _host.DecideAsync(
            PresentedRequest
                .Bearer(_host.SignJwt())
                .WithQuery("access_token", "something else")
                .WithQuery("token", "another")
                .WithHeader("X-Api-Key", "a third")
        );

        Assert.True(decision.IsAccepted);
    }

    [Fact]
    public async Task Another_scheme_beside_a_query_token_makes_no_conflict()
    {
        var request = new PresentedRequest()
            .WithHeader("Authorization", "Basic dTE6cDE=")
            .WithQuery("access_token", _withQuery.SignJwt());

        var decision = await _withQuery.DecideAsync(request);

        Assert.True(decision.IsAccepted);
        Assert.Equal(CredentialLocations.QueryAccessToken, decision.Location);
    }

    [Fact]
    public async Task An_endpoint_may_narrow_the_locations()
    {
        var decision = await _withQuery.DecideAsync(
            new PresentedRequest().WithQuery("access_token", _withQuery.SignJwt()),
            WsAuth.Handshake.HandshakeRequirements.JwtInHeader
        );

        decision.ShouldBeRefused("credential_misplaced", "The query parameter access_token is not read here");
    }

    public void Dispose()
    {
        _host.Dispose();
        _withQuery.Dispose();
    }
}
