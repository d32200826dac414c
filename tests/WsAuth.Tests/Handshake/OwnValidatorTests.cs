using Microsoft.Extensions.DependencyInjection;
using WsAuth.Handshake;
using WsAuth.Reasons;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Handshake;

/// <summary>A user's own validator in the flow: chosen by shape, obeyed, and never an open door when it fails.</summary>
public sealed class OwnValidatorTests : IDisposable
{
    private static readonly TokenKind Mine = new("mine");

    private readonly OwnValidator _validator = new();
    private readonly CoreHost _host;

    public OwnValidatorTests() => _host = new CoreHost(services => services.AddSingleton<ITokenValidator>(_validator));

    [Fact]
    public async Task It_is_chosen_by_shape_and_its_principal_is_the_callers()
    {
        Answers(new(TokenVerdict.Accepted("robot", [new("tenant_id", "t1")], DateTimeOffset.UnixEpoch.AddYears(90))));

        var decision = await DecideAsync();

        Assert.True(decision.IsAccepted);
        Assert.Equal((Mine, "robot"), (decision.Kind, decision.Subject));
        Assert.Equal("robot", decision.Principal.Identity!.Name);
        Assert.Equal("WsAuth", decision.Principal.Identity.AuthenticationType);
        Assert.Equal("session_robot_t1", decision.RequestedSessionId);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddYears(90), decision.SessionEnd);
    }

    [Fact]
    public async Task It_does_not_see_what_another_accepted_kind_recognizes_first()
    {
        var decision = await _host.DecideAsync(PresentedRequest.Bearer(_host.SignJwt()), TokenKind.Jwt, Mine);

        Assert.Equal(TokenKind.Jwt, decision.Kind);
        Assert.Equal(0, _validator.Asked);
    }

    [Fact]
    public async Task It_is_not_asked_where_its_kind_is_not_accepted()
    {
        Answers(new(TokenVerdict.Accepted("robot", [])));

        (await _host.DecideAsync(PresentedRequest.Bearer("sk_live_1"), TokenKind.Jwt)).ShouldBeRefused(
            "credential_kind_refused",
            "an API key"
        );
    }

    [Fact]
    public async Task Its_own_reason_is_the_decisions()
    {
        var reason = new Reason("quota_spent", 429, 4429, "The quota is spent.", "Buy more.", "busy");
        Answers(new(TokenVerdict.Refused(reason, "It was 7.")));

        var decision = await DecideAsync();

        decision.ShouldBeRefused("quota_spent", "The quota is spent. It was 7.");
        Assert.Equal("busy", decision.Refusal!.Reason.WireClass);
    }

    [Fact]
    public async Task An_answer_that_comes_later_is_awaited()
    {
        var later = new TaskCompletionSource<TokenVerdict>();
        Answers(new(later.Task));
        var deciding = DecideAsync();
        Assert.False(deciding.IsCompleted);

        later.SetResult(TokenVerdict.Accepted("robot", []));

        Assert.Equal("robot", (await deciding).Subject);
    }

    [Fact]
    public async Task Throwing_at_once_closes_the_door_and_tells_the_type_only()
    {
        var planted = TestSecrets.Hex();
        Throws(new InvalidTimeZoneException("about " + Concealed(planted)));

        await AssertFailedAsync(nameof(InvalidTimeZoneException), planted);
    }

    [Fact]
    public async Task Throwing_later_closes_the_door_and_tells_the_type_only()
    {
        var planted = TestSecrets.Hex();
        Answers(new(Task.FromException<TokenVerdict>(new InvalidTimeZoneException(Concealed(planted)))));

        await AssertFailedAsync(nameof(InvalidTimeZoneException), planted);
    }

    [Fact]
    public async Task Throwing_while_it_looks_at_the_shape_closes_the_door_and_tells_the_type_only()
    {
        var planted = TestSecrets.Hex();
        _validator.OnRecognize = _ => throw new InvalidTimeZoneException(Concealed(planted));

        await AssertFailedAsync(nameof(InvalidTimeZoneException), planted);
    }

    [Fact]
    public async Task A_timeout_of_its_own_is_a_failure_and_no_cancellation()
    {
        Throws(new OperationCanceledException());
        await AssertFailedAsync(nameof(OperationCanceledException), "never");

        Answers(new(Task.FromException<TokenVerdict>(new TaskCanceledException())));
        await AssertFailedAsync(nameof(TaskCanceledException), "never");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_has_gone_is_a_cancellation_and_no_failure(bool later)
    {
        var gone = new CancellationToken(canceled: true);
        if (later)
        {
            Answers(new(Task.FromCanceled<TokenVerdict>(gone)));
        }
        else
        {
            Throws(new OperationCanceledException(gone));
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _host.Authenticator.AuthenticateAsync(
                PresentedRequest.Bearer("sk_live_1"),
                new HandshakeRequirements([Mine]),
                gone
            )
        );
        Assert.Empty(_host.Logs.All);
    }

    [Fact]
    public async Task Answering_null_closes_the_door()
    {
        Answers(default);

        (await DecideAsync()).ShouldBeRefused("validator_failed", "It answered null.");
    }

    [Fact]
    public void Two_validators_of_one_kind_are_an_error_that_names_both()
    {
        using var host = new CoreHost(services =>
        {
            services.AddSingleton<ITokenValidator>(_validator);
            services.AddSingleton<ITokenValidator>(new SecondValidator());
        });

        var error = Assert.Throws<InvalidOperationException>(() => host.Authenticator);

        Assert.Contains("Two validators are registered for the kind 'mine'", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(SecondValidator), error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _host.Dispose();

    // Told apart from the protected text, which no exception of the suite may hold.
    private static string Concealed(string planted) => string.Join(' ', planted.Chunk(4).Select(c => new string(c)));

    private Task<HandshakeDecision> DecideAsync() => _host.DecideAsync(PresentedRequest.Bearer("sk_live_1"), Mine);

    private async Task AssertFailedAsync(string type, string planted)
    {
        var decision = await DecideAsync();

        decision.ShouldBeRefused("validator_failed", $"It threw {type}.");
        Assert.Equal((503, "unavailable"), (decision.Refusal!.Reason.Status, decision.Refusal.Reason.WireClass));
        var entry = Assert.Single(_host.Logs.All, entry => entry.Message.Contains(type, StringComparison.Ordinal));
        Assert.DoesNotContain(Concealed(planted), entry.Message, StringComparison.Ordinal);
    }

    private void Answers(ValueTask<TokenVerdict> verdict) => _validator.OnValidate = () => verdict;

    private void Throws(Exception exception) => _validator.OnValidate = () => throw exception;

    private sealed class SecondValidator : OwnValidator;
}
