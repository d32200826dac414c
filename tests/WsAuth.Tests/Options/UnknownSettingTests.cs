using Xunit;

namespace WsAuth.Tests.Options;

public sealed class UnknownSettingTests
{
    [Theory]
    [InlineData("Secret:jwt:Order", "WsAuth:Secret is no setting; did you mean 'Secrets'?")]
    [InlineData("Jwt:Isuer", "WsAuth:Jwt:Isuer is no setting; did you mean 'Issuer'?")]
    [InlineData("Jwt:Audiences", "WsAuth:Jwt:Audiences is no setting; did you mean 'Audience'?")]
    [InlineData("Secrets:jwt:Ordre", "WsAuth:Secrets:jwt:Ordre is no setting; did you mean 'Order'?")]
    [InlineData("Secrets:jwt:previuos", "WsAuth:Secrets:jwt:previuos is no setting; did you mean 'Previous'?")]
    [InlineData("Query:AcessToken", "WsAuth:Query:AcessToken is no setting; did you mean 'AccessToken'?")]
    [InlineData(
        "SharedSecret:SessionLifetme",
        "WsAuth:SharedSecret:SessionLifetme is no setting; did you mean 'SessionLifetime'?"
    )]
    [InlineData("Enviroment", "WsAuth:Enviroment is no setting; did you mean 'Environment'?")]
    public void A_misspelled_setting_is_named_with_the_one_that_was_meant(string setting, string fault) =>
        Assert.Contains(
            TestSettings.Faults((setting, "env:A")),
            found => found.StartsWith(fault, StringComparison.Ordinal)
        );

    [Fact]
    public void One_that_is_near_to_none_is_named_with_the_list()
    {
        var fault = TestSettings.Fault(("Jwt:Zzzzzzzzzzzz", "1"));

        Assert.StartsWith(
            "WsAuth:Jwt:Zzzzzzzzzzzz is no setting (settings of WsAuth:Jwt: ",
            fault,
            StringComparison.Ordinal
        );
        Assert.Contains("Secret, Algorithm, Issuer, Audience", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_at_once() =>
        Assert.Equal(
            3,
            TestSettings.Faults(("Jwt:Isuer", "a"), ("Refusal", "Maybe"), ("Secrets:jwt:Order", "evn:A")).Count
        );

    [Fact]
    public void Letter_case_does_not_matter()
    {
        using var runtime = TestSettings.Read(("JWT:ISSUER", "https://issuer.example"), ("query:accesstoken", "TRUE"));

        Assert.Equal("https://issuer.example", runtime.Settings.Current.Jwt.Issuer);
        Assert.True(runtime.Settings.Current.Query.AccessToken);
    }

    [Fact]
    public void An_unknown_source_kind_is_named_with_the_one_that_was_meant() =>
        Assert.Contains(
            "WsAuth:Secrets:jwt:Order: source 2 of 2: its kind is not known; did you mean 'file'?",
            TestSettings.Fault(("Secrets:jwt:Order", "env:A > flie:/run/secrets/jwt")),
            StringComparison.Ordinal
        );
}
