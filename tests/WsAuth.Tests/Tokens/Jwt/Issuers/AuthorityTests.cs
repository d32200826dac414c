using WsAuth.KeySets;
using WsAuth.KeySets.Origins;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt.Issuers;

/// <summary>Keys by OpenID Connect Discovery.</summary>
public sealed class AuthorityTests : IAsyncLifetime
{
    private readonly IssuingKey _key = IssuingKey.For("RS256", "k");

    private KeyServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await KeyServer.StartAsync();
        _server.Serve(IssuingKey.Set(_key));
        _server.Discover(_server.Authority);
    }

    [Fact]
    public async Task Its_key_set_is_found_and_its_name_is_the_issuer()
    {
        using var verifier = Start();

        var verdict = await ValidateAsync(verifier, _server.Authority);

        Assert.True(verdict.IsAccepted, verdict.Detail);
        JwtRefused.As(await ValidateAsync(verifier, TokenOf.Issuer), "issuer_refused", "are accepted from");
    }

    [Fact]
    public async Task A_document_of_another_issuer_brings_no_keys()
    {
        _server.Discover("https://other.example");
        using var verifier = Start();

        var verdict = await ValidateAsync(verifier, _server.Authority);

        Assert.Equal("secret_unavailable", verdict.Reason!.Code);
        Assert.Contains("is of another issuer than", verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_becomes_another_issuers_leaves_the_keys_in_force()
    {
        using var verifier = Start();
        Assert.True((await ValidateAsync(verifier, _server.Authority)).IsAccepted);
        var foreign = IssuingKey.For("RS256", "foreign", 1);
        _server.Serve(IssuingKey.Set(foreign));
        _server.Discover("https://other.example");
        verifier.Clock.Advance(TimeSpan.FromHours(1));

        JwtRefused.As(await ValidateAsync(verifier, _server.Authority, foreign), "key_unknown", "\"foreign\"");
        Assert.True((await ValidateAsync(verifier, _server.Authority)).IsAccepted);
    }

    [Fact]
    public async Task The_issuer_may_be_configured_beside_the_authority()
    {
        _server.Discover(TokenOf.Issuer);
        using var verifier = Start(("Issuers:idp:Issuer", TokenOf.Issuer));

        Assert.True((await ValidateAsync(verifier, TokenOf.Issuer)).IsAccepted);
    }

    [Theory]
    [InlineData("http://keys.invalid/keys", "is plain http")]
    [InlineData("file:///etc/keys", "names no address of a key set")]
    [InlineData("keys", "names no address of a key set")]
    public async Task A_document_cannot_lead_away_from_https(string keySet, string fault)
    {
        _server.Discover(_server.Authority, keySet);
        using var verifier = Start();

        Assert.Contains(
            fault,
            (await ValidateAsync(verifier, _server.Authority)).Detail!.Replace("it is", "is", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("http://127.0.0.1:8500/keys")]
    [InlineData("http://localhost/keys")]
    public async Task Nor_to_what_listens_on_this_machine(string keySet)
    {
        using var handler = new Documents("https://login.example", keySet);
        using var client = new HttpMessageInvoker(handler);
        var definition = new KeySetDefinition(
            "idp",
            "",
            KeyOriginKind.Authority,
            "https://login.example",
            "https://login.example",
            null,
            null
        );

        var content = await new AuthorityOrigin(definition, new KeyDownload(client, allowsPlainHttp: true)).ReadAsync(
            default
        );

        Assert.Contains("from https to a key set by plain http", content.Fault, StringComparison.Ordinal);
        Assert.Equal("/.well-known/openid-configuration", Assert.Single(handler.Asked));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private IssuerVerifier Start(params (string Name, string Value)[] settings)
    {
        var verifier = new IssuerVerifier([("Issuers:idp:Authority", _server.Authority), .. settings]);
        verifier.Issuers.Start();
        return verifier;
    }

    private Task<TokenVerdict> ValidateAsync(IssuerVerifier verifier, string issuer, IssuingKey? key = null) =>
        verifier.ValidateAsync(TokenOf.A(key ?? _key, verifier, $$"""{"iss":"{{issuer}}","sub":"u1","exp":@+300}"""));

    private sealed class Documents(string issuer, string keySet) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Asked.Add(request.RequestUri!.AbsolutePath);
            return Task.FromResult(
                new HttpResponseMessage
                {
                    Content = new StringContent($$"""{"issuer":"{{issuer}}","jwks_uri":"{{keySet}}"}"""),
                    RequestMessage = request,
                }
            );
        }
    }
}
