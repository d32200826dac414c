using Microsoft.AspNetCore.Http;
using WsAuth.Reasons;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Tokens.Jwt.Issuers;

/// <summary>A server of keys that fails: the keys held stay in force, a log line says why, and nobody waits for long.</summary>
public sealed class FailingKeyServerTests : IAsyncLifetime
{
    private static readonly Dictionary<string, (RequestDelegate Answer, string Fault)> Failures = new()
    {
        ["garbage"] = (context => context.Response.WriteAsync("<html>"), "no well-formed JSON"),
        ["empty set"] = (context => context.Response.WriteAsync("""{"keys":[]}"""), "it holds no key"),
        ["nothing"] = (_ => Task.CompletedTask, "no well-formed JSON"),
        ["server error"] = (context => StatusAsync(context, 500), "it answers with 500"),
        ["no content"] = (context => StatusAsync(context, 204), "it answers with 204"),
        ["not found"] = (context => StatusAsync(context, 404), "it answers with 404"),
        ["redirect"] = (RedirectAsync, "it answers with a redirect (302)"),
        ["announced 10 MB"] = (context => FloodAsync(context, announced: true), "larger than 1024 KiB"),
        ["chunked 10 MB"] = (context => FloodAsync(context, announced: false), "larger than 1024 KiB"),
        ["cut off"] = (CutOffAsync, "it"),
        ["secret"] = (
            context =>
                context.Response.WriteAsync(
                    """{"keys":[{"kty":"oct","kid":"k","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]}"""
                ),
            "it holds no usable key; not used: key 1: it is a shared secret"
        ),
    };

    private readonly IssuingKey _key = IssuingKey.For("ES256", "k");

    private KeyServer _server = null!;

    public static TheoryData<string> FailureNames => [.. Failures.Keys];

    public async Task InitializeAsync() => _server = await KeyServer.StartAsync();

    [Theory]
    [MemberData(nameof(FailureNames))]
    public async Task The_keys_held_stay_in_force(string name)
    {
        _server.Serve(IssuingKey.Set(_key));
        using var verifier = Start();
        Assert.True((await ValidateAsync(verifier)).IsAccepted);

        _server.Answer(Failures[name].Answer);
        verifier.Clock.Advance(TimeSpan.FromHours(1));
        await AttemptAsync(verifier);

        Assert.True((await ValidateAsync(verifier)).IsAccepted);
        Assert.Contains(
            verifier.KeyMessages,
            line =>
                line.Contains(Failures[name].Fault, StringComparison.Ordinal)
                && line.Contains("The 1 keys held stay in force", StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(FailureNames))]
    public async Task Without_any_keys_tokens_are_refused_until_there_are(string name)
    {
        _server.Answer(Failures[name].Answer);
        using var verifier = Start();

        var refused = await ValidateAsync(verifier);

        Assert.Same(ReasonCatalogue.SecretUnavailable, refused.Reason);
        Assert.Contains("There are no keys of issuer 'idp'", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(("unavailable", 503), (refused.Reason!.WireClass, refused.Reason.Status));

        _server.Serve(IssuingKey.Set(_key));
        verifier.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.True((await ValidateAsync(verifier)).IsAccepted);
    }

    [Fact]
    public async Task A_server_that_hangs_at_the_first_start_holds_nobody_longer_than_configured()
    {
        _server.Hang();
        using var verifier = Start(("KeySetWait", "00:00:05"));

        var waiting = ValidateAsync(verifier);
        verifier.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(waiting.IsCompleted);
        verifier.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Same(ReasonCatalogue.SecretUnavailable, (await waiting).Reason);
    }

    [Fact]
    public async Task An_attempt_ends_after_ten_seconds_and_the_next_one_succeeds()
    {
        var asked = new TaskCompletionSource();
        _server.Answer(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var verifier = Start(("KeySetWait", "00:00:30"));
        var waiting = ValidateAsync(verifier);
        await asked.Task;

        verifier.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("did not answer within 10 seconds", (await waiting).Detail, StringComparison.Ordinal);
        _server.Serve(IssuingKey.Set(_key));
        verifier.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await ValidateAsync(verifier)).IsAccepted);
    }

    [Fact]
    public async Task A_failure_that_lasts_is_logged_once_and_its_end_as_well()
    {
        _server.Serve(IssuingKey.Set(_key));
        using var verifier = Start();
        Assert.True((await ValidateAsync(verifier)).IsAccepted);
        _server.Answer(Failures["server error"].Answer);
        verifier.Clock.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 5; i++)
        {
            await AttemptAsync(verifier);
            verifier.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        _server.Serve(IssuingKey.Set(_key));
        await AttemptAsync(verifier);
        verifier.Clock.Advance(TimeSpan.FromSeconds(30));
        await AttemptAsync(verifier);

        Assert.Single(verifier.KeyMessages, line => line.Contains("it answers with 500", StringComparison.Ordinal));
        Assert.Equal(
            2,
            verifier.KeyMessages.Count(line =>
                line.EndsWith("in force.", StringComparison.Ordinal) && !line.Contains("stay", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public async Task An_unreachable_server_does_not_stop_the_start()
    {
        var address = _server.SetUrl;
        await _server.DisposeAsync();
        using var verifier = new IssuerVerifier(
            ("Issuers:idp:Issuer", TokenOf.Issuer),
            ("Issuers:idp:KeySet", address)
        );

        verifier.Issuers.Start();

        Assert.Contains(
            "it cannot be reached (ConnectionError)",
            (await ValidateAsync(verifier)).Detail,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("KeySet")]
    [InlineData("Authority")]
    public void Plain_http_to_another_machine_stops_the_start(string setting)
    {
        using var verifier = new IssuerVerifier(
            ("Issuers:idp:Issuer", TokenOf.Issuer),
            ($"Issuers:idp:{setting}", "http://keys.invalid/x")
        );

        Assert.Contains(
            $"WsAuth:Jwt:Issuers:idp:{setting} is plain http",
            Assert.Throws<SecretConfigurationException>(verifier.Issuers.Start).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Plain_http_is_for_Development()
    {
        using var verifier = new IssuerVerifier(
            "Development",
            null,
            ("Issuers:idp:Issuer", TokenOf.Issuer),
            ("Issuers:idp:KeySet", "http://keys.invalid/x")
        );

        verifier.Issuers.Start();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private IssuerVerifier Start(params (string Name, string Value)[] settings)
    {
        var verifier = new IssuerVerifier([
            ("Issuers:idp:Issuer", TokenOf.Issuer),
            ("Issuers:idp:KeySet", _server.SetUrl),
            .. settings,
        ]);
        verifier.Issuers.Start();
        return verifier;
    }

    private Task<TokenVerdict> ValidateAsync(IssuerVerifier verifier) =>
        verifier.ValidateAsync(TokenOf.A(_key, verifier));

    /// <summary>Waits for the attempt that is under way, as a token of an unknown key does.</summary>
    private static Task AttemptAsync(IssuerVerifier verifier) =>
        verifier.ValidateAsync(TokenOf.A(IssuingKey.For("ES256", "unknown"), verifier));

    private static Task StatusAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task RedirectAsync(HttpContext context)
    {
        context.Response.Redirect("/elsewhere");
        return Task.CompletedTask;
    }

    private static async Task FloodAsync(HttpContext context, bool announced)
    {
        const int Megabyte = 1024 * 1024;
        context.Response.ContentLength = announced ? 10 * Megabyte : null;
        for (var i = 0; i < 10; i++)
        {
            await context.Response.Body.WriteAsync(new byte[Megabyte], context.RequestAborted);
        }
    }

    private static async Task CutOffAsync(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("{");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }
}
