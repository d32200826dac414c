using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Handshake;

/// <summary>The session that a client asks for: state that it chose, beside the principal and never in it.</summary>
public sealed class RequestedSessionTests : IDisposable
{
    private readonly CoreHost _host = new();

    [Fact]
    public async Task The_query_names_it_else_the_header_else_the_subject()
    {
        var token = _host.SignJwt();

        Assert.Equal("room-7", await Session(Request(token).WithQuery("session_id", "room-7")));
        Assert.Equal("room-8", await Session(Request(token).WithHeader("X-Session-Id", "room-8")));
        Assert.Equal(
            "room-7",
            await Session(Request(token).WithQuery("session_id", "room-7").WithHeader("X-Session-Id", "room-8"))
        );
        Assert.Equal("session_u1", await Session(Request(token)));
    }

    [Fact]
    public async Task The_tenant_is_appended_to_the_default_and_to_nothing_else()
    {
        var token = _host.SignJwt("""{"sub":"u1","exp":@+300,"tenant_id":"t1"}""");

        Assert.Equal("session_u1_t1", await Session(Request(token)));
        Assert.Equal("room-7", await Session(Request(token).WithQuery("session_id", "room-7")));
    }

    [Fact]
    public async Task The_tenants_claim_can_be_set()
    {
        using var host = new CoreHost(("Jwt:TenantClaim", "org"));
        var token = host.SignJwt("""{"sub":"u1","exp":@+300,"tenant_id":"t1","org":"o1"}""");

        Assert.Equal("session_u1_o1", (await host.DecideAsync(Request(token))).RequestedSessionId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\nb")]
    [InlineData("a\u0000")]
    public async Task An_id_that_cannot_be_used_is_as_none(string id) =>
        Assert.Equal("session_u1", await Session(Request(_host.SignJwt()).WithQuery("session_id", id)));

    [Fact]
    public async Task An_id_has_at_most_128_characters()
    {
        var longest = new string('s', 128);

        Assert.Equal(longest, await Session(Request(_host.SignJwt()).WithQuery("session_id", longest)));
        Assert.Equal("session_u1", await Session(Request(_host.SignJwt()).WithQuery("session_id", longest + "s")));
    }

    [Fact]
    public async Task It_is_no_credential_and_no_claim()
    {
        var alone = await _host.DecideAsync(new PresentedRequest().WithQuery("session_id", "session_u1"));
        var beside = await _host.DecideAsync(Request(_host.SignJwt()).WithQuery("session_id", "session_admin"));

        alone.ShouldBeRefused("credential_missing");
        Assert.Equal("u1", beside.Subject);
        Assert.DoesNotContain(
            beside.Principal.Claims,
            claim => claim.Value.Contains("session_admin", StringComparison.Ordinal)
        );
    }

    public void Dispose() => _host.Dispose();

    private static PresentedRequest Request(string token) => PresentedRequest.Bearer(token);

    private async Task<string?> Session(PresentedRequest request) =>
        (await _host.DecideAsync(request, TokenKind.Jwt)).RequestedSessionId;
}
