using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt.Issuers;

/// <summary>Keys from a URL on a real server: how they come, change, and how seldom they are asked for.</summary>
public sealed class FetchedKeysTests : IAsyncLifetime
{
    private readonly IssuingKey _first = IssuingKey.For("ES256", "first");
    private readonly IssuingKey _second = IssuingKey.For("ES256", "second", 1);

    private KeyServer _server = null!;
    private IssuerVerifier _verifier = null!;

    public async Task InitializeAsync()
    {
        _server = await KeyServer.StartAsync();
        _server.Serve(IssuingKey.Set(_first));
        _verifier = new IssuerVerifier(("Issuers:idp:Issuer", TokenOf.Issuer), ("Issuers:idp:KeySet", _server.SetUrl));
        _verifier.Issuers.Start();
    }

    [Fact]
    public async Task The_first_handshake_waits_for_the_keys()
    {
        var verdict = await ValidateAsync(_first);

        Assert.True(verdict.IsAccepted, verdict.Detail);
        Assert.Equal(_server.SetUrl, verdict.IssuerKey!.Source);
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task A_token_of_a_new_key_is_accepted_at_once()
    {
        Assert.True((await ValidateAsync(_first)).IsAccepted);
        _server.Serve(IssuingKey.Set(_first, _second));
        _verifier.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.True((await ValidateAsync(_second)).IsAccepted);
        Assert.True((await ValidateAsync(_first)).IsAccepted);
        Assert.Equal(2, _server.Requests);
    }

    [Fact]
    public async Task A_key_that_was_withdrawn_is_no_longer_accepted()
    {
        Assert.True((await ValidateAsync(_first)).IsAccepted);
        _server.Serve(IssuingKey.Set(_second));
        _verifier.Clock.Advance(TimeSpan.FromHours(1));

        Assert.True((await ValidateAsync(_second)).IsAccepted);
        JwtRefused.As(await ValidateAsync(_first), "key_unknown", "\"first\"");
    }

    [Fact]
    public async Task Unknown_keys_make_one_request_in_thirty_seconds()
    {
        Assert.True((await ValidateAsync(_first)).IsAccepted);
        for (var i = 0; i < 50; i++)
        {
            JwtRefused.As(await ValidateAsync(IssuingKey.For("ES256", $"made-up-{i}")), "key_unknown", "made-up");
        }

        Assert.Equal(1, _server.Requests);
        _verifier.Clock.Advance(TimeSpan.FromSeconds(30));
        for (var i = 0; i < 50; i++)
        {
            JwtRefused.As(await ValidateAsync(IssuingKey.For("ES256", $"made-up-{i}")), "key_unknown", "made-up");
        }

        Assert.Equal(2, _server.Requests);
    }

    [Fact]
    public async Task Handshakes_that_come_together_share_one_request()
    {
        Assert.True((await ValidateAsync(_first)).IsAccepted);
        var release = new TaskCompletionSource();
        _server.Answer(async context =>
        {
            await release.Task;
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(IssuingKey.Set(_first, _second)));
        });
        _verifier.Clock.Advance(TimeSpan.FromSeconds(30));

        var waiting = Enumerable.Range(0, 20).Select(_ => ValidateAsync(_second)).ToList();
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        release.SetResult();

        Assert.All(await Task.WhenAll(waiting), verdict => Assert.True(verdict.IsAccepted));
        Assert.Equal(2, _server.Requests);
    }

    [Fact]
    public async Task A_known_key_never_waits()
    {
        Assert.True((await ValidateAsync(_first)).IsAccepted);
        _server.Hang();
        _verifier.Clock.Advance(TimeSpan.FromHours(1));

        var known = ValidateAsync(_first);

        Assert.True(known.IsCompleted);
        Assert.True((await known).IsAccepted);
    }

    [Fact]
    public async Task A_forged_signature_under_a_known_kid_fetches_nothing()
    {
        Assert.True((await ValidateAsync(_first)).IsAccepted);
        _verifier.Clock.Advance(TimeSpan.FromSeconds(30));

        var forged = IssuingKey.For("ES256", "first", 2);

        JwtRefused.As(await ValidateAsync(forged), "signature_mismatch", "\"first\"");
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task A_handshake_waits_no_longer_than_configured_for_an_unknown_key()
    {
        Assert.True((await ValidateAsync(_first)).IsAccepted);
        _server.Hang();
        _verifier.Clock.Advance(TimeSpan.FromSeconds(30));

        var waiting = ValidateAsync(_second);
        Assert.False(waiting.IsCompleted);
        _verifier.Clock.Advance(TimeSpan.FromSeconds(2));

        JwtRefused.As(await waiting, "key_unknown", "\"second\"");
    }

    public async Task DisposeAsync()
    {
        _verifier.Dispose();
        await _server.DisposeAsync();
    }

    private Task<TokenVerdict> ValidateAsync(IssuingKey key) => _verifier.ValidateAsync(TokenOf.A(key, _verifier));
}
