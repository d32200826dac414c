using System.Text;
using WsAuth.Mismatch;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.Tests.Mismatch.RefusingHost;

namespace WsAuth.Tests.Mismatch;

/// <summary>The client used a value that this process sees, but not the one in force.</summary>
public sealed class WhoseSourceTests
{
    [Theory]
    [InlineData("HS256", 32)]
    [InlineData("HS384", 48)]
    [InlineData("HS512", 64)]
    public async Task A_shadowed_source_is_named_with_the_one_in_force(string algorithm, int bytes)
    {
        using var host = new RefusingHost(("Environment", "Staging"), ("Jwt:Algorithm", algorithm));
        var (staging, other) = (TestSecrets.Hex(bytes), TestSecrets.Hex(bytes));
        host["JWT_SECRET_STAGING"] = staging;
        host["JWT_SECRET_KEY"] = other;

        var finding = await host.FindJwtAsync(other, algorithm);

        Assert.Equal(
            $"Signed with env:JWT_SECRET_KEY (source 2 of 'jwt', {Fingerprint(other)}), but env:JWT_SECRET_STAGING (source 1 of 'jwt', {Fingerprint(staging)}) is in force in Staging.",
            finding.Text
        );
        Assert.Equal(
            ("jwt", "env:JWT_SECRET_KEY", Fingerprint(other), MismatchForm.AsItIs, 3, false),
            (
                finding.SecretName,
                finding.SourceName,
                finding.Fingerprint,
                finding.Form,
                finding.ValuesTried,
                finding.IsSkipped
            )
        );
    }

    [Fact]
    public async Task A_previous_value_that_has_ended_is_named_with_its_end()
    {
        using var host = new RefusingHost(("Secrets:jwt:Previous", "env:JWT_SECRET_OLD until 2026-11-18"));
        var old = host.Put("JWT_SECRET_OLD");

        Assert.Equal(
            $"Signed with env:JWT_SECRET_OLD (previous value 1 of 'jwt', accepted until 2026-11-19T00:00Z, {Fingerprint(old)}), but env:JWT_SECRET_KEY (source 2 of 'jwt', {Fingerprint(host.Host.JwtSecret)}) is in force in Production.",
            (await host.FindJwtAsync(old)).Text
        );
    }

    [Theory]
    [InlineData("JWT_SECRET")]
    [InlineData("AUTH_JWT_SECRET")]
    [InlineData("PRODUCTION_JWT_SECRET")]
    [InlineData("STAGING_JWT_SECRET")]
    [InlineData("SECRET_KEY")]
    [InlineData("JWT_SECRET_DEVELOPMENT")]
    [InlineData("JWT_SECRET_STAGING")]
    public async Task A_variable_that_is_never_read_here_is_named(string variable)
    {
        using var host = new RefusingHost();
        var value = host.Put(variable);

        Assert.Equal(
            $"Signed with env:{variable} (in no order of 'jwt', {Fingerprint(value)}), but env:JWT_SECRET_KEY (source 2 of 'jwt', {Fingerprint(host.Host.JwtSecret)}) is in force in Production.",
            (await host.FindJwtAsync(value)).Text
        );
    }

    [Fact]
    public async Task The_value_of_another_secret_is_named_though_nobody_needed_that_one_yet()
    {
        using var host = new RefusingHost(
            ("Secrets:metrics:Order", "hex:config:Metrics:Key > env:METRICS_SECRET"),
            ("Secrets:jwt:Order", "env:JWT_SECRET_KEY")
        );
        var metrics = host.Put("METRICS_SECRET");
        var current =
            $"env:JWT_SECRET_KEY (source 1 of 'jwt', {Fingerprint(host.Host.JwtSecret)}) is in force in Production.";

        Assert.Equal(
            $"Signed with env:EDGE_SECRET (source 1 of 'edge', {Fingerprint(host.Host.EdgeSecret)}), but {current}",
            (await host.FindJwtAsync(host.Host.EdgeSecret)).Text
        );
        Assert.Equal(
            $"Signed with env:METRICS_SECRET (source 2 of 'metrics', {Fingerprint(metrics)}), but {current}",
            (await host.FindJwtAsync(metrics)).Text
        );
    }

    [Fact]
    public async Task The_development_default_of_this_machine_is_named_where_it_was_made_before()
    {
        using var host = new RefusingHost();
        var made = TestSecrets.Hex();
        var folder = Directory.CreateDirectory(Path.Combine(host.Folder.Path, "wsauth", "development-defaults"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "jwt"), made);

        Assert.Equal(
            $"Signed with development-default (made on this machine for 'jwt', {Fingerprint(made)}), but env:JWT_SECRET_KEY (source 2 of 'jwt', {Fingerprint(host.Host.JwtSecret)}) is in force in Production.",
            (await host.FindJwtAsync(made)).Text
        );
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Looking_makes_no_development_default(string environment)
    {
        using var host = new RefusingHost(("Environment", environment));

        await host.FindJwtAsync(TestSecrets.Hex());

        Assert.Empty(Directory.EnumerateFileSystemEntries(host.Folder.Path));
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_the_development_default_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var host = new RefusingHost();
        var folder = Directory.CreateDirectory(Path.Combine(host.Folder.Path, "wsauth", "development-defaults"));
        await Programs.RunAsync("mkfifo", [Path.Combine(folder.FullName, "jwt")]);
        await Programs.RunAsync("mkfifo", [Path.Combine(host.Folder.Path, "pipe")]);
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "edge"), Path.Combine(host.Folder.Path, "pipe"));

        Assert.False((await host.FindJwtAsync(TestSecrets.Hex())).IsSkipped);
    }

    [Fact]
    public async Task A_value_that_is_too_weak_to_be_taken_is_found_and_has_no_digits()
    {
        using var host = new RefusingHost();
        host["JWT_SECRET"] = "a-short-one-8451";

        Assert.Equal(
            $"Signed with env:JWT_SECRET (in no order of 'jwt', fp:weak), but env:JWT_SECRET_KEY (source 2 of 'jwt', {Fingerprint(host.Host.JwtSecret)}) is in force in Production.",
            (await host.FindJwtAsync("a-short-one-8451")).Text
        );
    }

    [Fact]
    public async Task The_last_good_value_is_among_them_while_the_present_one_is_unusable()
    {
        using var host = new RefusingHost(
            ("Secrets:jwt:Order", "config:Jwt:Key"),
            ("Secrets:jwt:Previous", "config:Jwt:Old")
        );
        var (good, old) = (TestSecrets.Hex(), TestSecrets.Hex());
        var configuration = host.Configuration;
        (configuration["Jwt:Key"], configuration["Jwt:Old"]) = (good, old);
        Assert.Equal(good, Encoding.UTF8.GetString(host.Host.Secrets.GetRing("jwt").Current!.DangerousGetBytes()));
        configuration["Jwt:Key"] = "changeme";
        host.Host.Secrets.Refresh();

        Assert.Equal(
            $"Signed with config:Jwt:Key (the last good value of 'jwt', {Fingerprint(good)}), which is in force here: only the key id that the token names is another one.",
            (await host.FindJwtAsync(good, keyId: Fingerprint(TestSecrets.Hex()))).Text
        );
    }

    [Fact]
    public async Task A_key_id_that_is_not_held_is_told_from_a_value_that_is_not()
    {
        using var host = new RefusingHost(("Secrets:jwt:Previous", "env:JWT_SECRET_OLD"));
        var old = host.Put("JWT_SECRET_OLD");
        var unknown = Fingerprint(TestSecrets.Hex());
        const string end = "here: only the key id that the token names is another one.";

        Assert.Equal(
            $"Signed with env:JWT_SECRET_KEY (source 2 of 'jwt', {Fingerprint(host.Host.JwtSecret)}), which is in force {end}",
            (await host.FindJwtAsync(host.Host.JwtSecret, keyId: unknown)).Text
        );
        Assert.Equal(
            $"Signed with env:JWT_SECRET_OLD (previous value 1 of 'jwt', {Fingerprint(old)}), which is accepted {end}",
            (await host.FindJwtAsync(old, keyId: Fingerprint(host.Host.JwtSecret))).Text
        );
        Assert.Equal("env:EDGE_SECRET", (await host.FindJwtAsync(host.Host.EdgeSecret, keyId: unknown)).SourceName);
    }

    [Fact]
    public async Task A_value_that_came_into_force_after_the_refusal_is_told_so()
    {
        using var host = new RefusingHost(("Secrets:jwt:Order", "config:Jwt:Key"));
        host.Configuration["Jwt:Key"] = TestSecrets.Hex();
        var next = TestSecrets.Hex();
        var decision = await host.RefuseAsync(host.Jwt(Encoding.UTF8.GetBytes(next)), TokenKind.Jwt);
        host.Configuration["Jwt:Key"] = next;
        host.Host.Secrets.Refresh();

        Assert.Equal(
            $"Signed with config:Jwt:Key (source 1 of 'jwt', {Fingerprint(next)}), which is in force by now.",
            (await host.FindAsync(decision)).Text
        );
    }

    [Fact]
    public async Task Nothing_that_fits_is_told_with_the_number_of_values()
    {
        using var host = new RefusingHost();
        var inForce =
            $"env:JWT_SECRET_KEY (source 2 of 'jwt', {Fingerprint(host.Host.JwtSecret)}) is in force in Production.";

        var finding = await host.FindJwtAsync(TestSecrets.Hex());

        Assert.Equal($"Signed with none of the 2 values visible here; {inForce}", finding.Text);
        Assert.Equal(
            (null, null, null, null, 2, false),
            (
                finding.SecretName,
                finding.SourceName,
                finding.Fingerprint,
                finding.Form,
                finding.ValuesTried,
                finding.IsSkipped
            )
        );
        host["JWT_SECRET"] = host.Host.JwtSecret;
        host["EDGE_SECRET"] = null;
        Assert.Equal(
            $"Signed with another value than the one visible here; {inForce}",
            (await host.FindJwtAsync(TestSecrets.Hex())).Text
        );
    }

    [Fact]
    public async Task A_ticket_that_was_signed_with_another_secret_is_looked_into_as_well()
    {
        using var host = new RefusingHost(("Secrets:ticket:Order", "env:TICKET_SECRET"));
        var ticket = host.Put("TICKET_SECRET");

        var finding = await host.FindAsync(
            host.Jwt(Encoding.UTF8.GetBytes(host.Host.JwtSecret), type: "ws-ticket+jwt"),
            TokenKind.Ticket
        );

        Assert.Equal(
            $"Signed with env:JWT_SECRET_KEY (source 2 of 'jwt', {Fingerprint(host.Host.JwtSecret)}), but env:TICKET_SECRET (source 1 of 'ticket', {Fingerprint(ticket)}) is in force in Production.",
            finding.Text
        );
    }
}
