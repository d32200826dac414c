using WsAuth.Testing;
using WsAuth.Tests.Options;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>A rotation that has not taken place: both variables hold the old value, or both the new one, or the old one is in neither.</summary>
public sealed class PreviousIsCurrentTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_previous_value_that_is_the_one_in_force_is_warned_about(bool isSame, int warnings)
    {
        var current = TestSecrets.Hex();
        using var resolver = WsAuth.Registration.WsAuthRuntime.FromConfiguration(
            TestSettings.Configuration(
                ("Secrets:jwt:Order", "env:NEW"),
                ("Secrets:jwt:Previous", "env:OLD until 2099-01-31")
            ),
            "Production",
            variables: new TestVariables { ["NEW"] = current, ["OLD"] = isSame ? current : TestSecrets.Hex() }
        );

        var found = resolver.Secrets.Start(["jwt"]).Warnings;

        Assert.Equal(warnings, found.Count);
        Assert.All(
            found,
            warning =>
                Assert.StartsWith(
                    "Secret 'jwt': env:OLD, the previous value, is the one that is in force (fp:",
                    warning,
                    StringComparison.Ordinal
                )
        );
    }

    [Theory]
    [InlineData("env:NOPE until 2099-01-31", true)]
    [InlineData("env:NOPE", true)]
    [InlineData("env:OLD until 2020-01-31", false)]
    [InlineData("env:NOPE until 2020-01-31", false)]
    public void A_previous_value_that_is_absent_is_warned_about_and_one_that_has_ended_is_not(
        string previous,
        bool isWarned
    )
    {
        using var resolver = WsAuth.Registration.WsAuthRuntime.FromConfiguration(
            TestSettings.Configuration(("Secrets:jwt:Order", "env:NEW"), ("Secrets:jwt:Previous", previous)),
            "Production",
            variables: new TestVariables { ["NEW"] = TestSecrets.Hex(), ["OLD"] = TestSecrets.Hex() }
        );

        var found = resolver.Secrets.Start(["jwt"]).Warnings;

        Assert.Equal(
            isWarned
                ?
                [
                    "Secret 'jwt': env:NOPE, a previous value, is absent: what was signed with it is refused. Correct its name, or remove it from Previous.",
                ]
                : [],
            found
        );
    }
}
