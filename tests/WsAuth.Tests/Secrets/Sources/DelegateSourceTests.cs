using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets.Sources;

public sealed class DelegateSourceTests
{
    [Fact]
    public void The_delegate_is_asked_with_the_secrets_name_and_the_environment()
    {
        var secret = TestSecrets.Hex();
        SecretRequest? asked = null;
        using var services = new CoreServices(
            "Staging",
            "code:vault",
            sources: new CodeSecretSource(
                "vault",
                request =>
                {
                    asked = request;
                    return secret;
                }
            )
        );

        Assert.True(services.Ring.Current.Holds(secret));
        Assert.Equal("code:vault", services.Ring.Current!.Source);
        Assert.Equal(new SecretRequest("jwt", "Staging"), asked);
    }

    [Fact]
    public void Nothing_is_an_absent_source_and_white_space_an_empty_one()
    {
        var secret = TestSecrets.Hex();
        using var services = new CoreServices(
            order: "code:nothing > code:blank > code:vault",
            sources:
            [
                new CodeSecretSource("nothing", _ => null),
                new CodeSecretSource("blank", _ => " "),
                new CodeSecretSource("vault", _ => secret),
            ]
        );

        Assert.True(services.Ring.Current.Holds(secret));
        Assert.Equal(["absent", "empty", "won"], services.Secrets.Resolve("jwt").Rows.Select(row => row.StateName));
    }

    [Fact]
    public void An_encoding_applies_to_it_too()
    {
        var hex = TestSecrets.Hex();
        using var services = new CoreServices(
            order: "hex:code:vault",
            sources: new CodeSecretSource("vault", _ => hex)
        );

        Assert.True(services.Ring.Current.Holds(Convert.FromHexString(hex)));
    }

    [Fact]
    public void A_name_that_nobody_registered_is_refused()
    {
        using var services = new CoreServices(
            order: "code:valut > code:vault",
            sources: new CodeSecretSource("vault", _ => TestSecrets.Hex())
        );

        Assert.Null(services.Ring.Current);
        Assert.Contains("AddSecretSource(\"valut\", …)", services.Ring.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_throws_is_refused_by_the_exceptions_type_alone()
    {
        var secret = TestSecrets.Hex();
        using var services = new CoreServices(
            order: "code:vault > code:next",
            sources:
            [
                new CodeSecretSource("vault", _ => throw new TimeoutException("the vault at 10.1.2.3 said no")),
                new CodeSecretSource("next", _ => secret),
            ]
        );

        Assert.Null(services.Ring.Current);
        Assert.Contains("it threw TimeoutException", services.Ring.Fault, StringComparison.Ordinal);
        Assert.DoesNotContain("10.1.2.3", services.Ring.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_changes_are_followed_by_polling()
    {
        var secret = TestSecrets.Hex();
        using var services = new CoreServices(order: "code:vault", sources: new CodeSecretSource("vault", _ => secret));
        Assert.True(services.Ring.Current.Holds(secret));

        secret = TestSecrets.Hex();
        services.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.True(services.Ring.Current.Holds(secret));
    }

    [Fact]
    public void One_that_begins_to_throw_leaves_the_last_good_value_in_force()
    {
        string? secret = TestSecrets.Hex();
        var good = secret;
        using var services = new CoreServices(
            order: "code:vault",
            sources: new CodeSecretSource("vault", _ => secret ?? throw new TimeoutException())
        );
        services.Secrets.Start(["jwt"]);

        secret = null;
        services.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.True(services.Ring.Current.Holds(good));
        Assert.True(services.Secrets.Resolve("jwt").IsDegraded);
    }
}
