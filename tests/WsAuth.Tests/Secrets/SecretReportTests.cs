using Microsoft.Extensions.Logging;
using WsAuth.Secrets;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets;

/// <summary>Rule 4: logged once at start and again when it changes, without a value or a piece of one.</summary>
public sealed class SecretReportTests
{
    [Fact]
    public void The_block_shows_order_winner_and_every_row()
    {
        using var resolver = new TestResolver("env:UNSET > env:GOOD > env:OTHER", "Staging");
        var (good, other) = (TestSecrets.Hex(), TestSecrets.Hex());
        resolver.Variables["GOOD"] = good;
        resolver.Variables["OTHER"] = other;

        var lines = resolver.Start().ToString().Split(Environment.NewLine);

        Assert.Equal("Secrets in environment Staging (the host's):", lines[0]);
        Assert.Equal($"  jwt: in force {SecretFingerprint.Of(good)} from env:GOOD (source 2 of 3)", lines[1]);
        Assert.Matches("^    1   env:UNSET  absent$", lines[2]);
        Assert.Matches($"^    2   env:GOOD   won +64 bytes +{SecretFingerprint.Of(good)} +would also", lines[3]);
        Assert.Matches(
            $"^    3   env:OTHER  shadowed-different +64 bytes +{SecretFingerprint.Of(other)} +would also",
            lines[4]
        );
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public void It_is_logged_once_at_start()
    {
        using var resolver = new TestResolver("env:GOOD");
        resolver.Variables["GOOD"] = TestSecrets.Hex();

        var report = resolver.Start();

        var logged = Assert.Single(resolver.Logs.All, entry => entry.Id.Id == 2000);
        Assert.Equal(LogLevel.Information, logged.Level);
        Assert.Equal("SecretsResolved", logged.Id.Name);
        Assert.Equal(report.ToString(), logged.Message);
    }

    [Fact]
    public void It_is_logged_again_only_when_it_changes()
    {
        using var resolver = new TestResolver();
        var path = resolver.Folder.Write("jwt", TestSecrets.Hex());
        resolver["Secrets:jwt:Order"] = "file:" + path;
        resolver.Start();

        resolver.Poll();
        resolver.Reload();
        Assert.Equal(1, resolver.ReportCount);

        resolver.Folder.Write("jwt", TestSecrets.Hex());
        resolver.Poll();
        Assert.Equal(2, resolver.ReportCount);

        resolver.Poll();
        Assert.Equal(2, resolver.ReportCount);
    }

    [Fact]
    public void A_change_of_a_shadowed_source_is_logged_too()
    {
        using var resolver = new TestResolver();
        var path = resolver.Folder.Write("shadowed", TestSecrets.Hex());
        resolver["Secrets:jwt:Order"] = $"env:GOOD > file:{path}";
        resolver.Variables["GOOD"] = TestSecrets.Hex();
        resolver.Start();
        var ring = resolver.Ring;

        File.Delete(path);
        resolver.Poll();

        Assert.Equal(2, resolver.ReportCount);
        Assert.Same(ring, resolver.Ring);
    }

    [Fact]
    public void A_secret_that_is_first_asked_for_after_the_start_is_logged_then()
    {
        using var resolver = new TestResolver("env:GOOD");
        resolver.Variables["GOOD"] = TestSecrets.Hex();
        resolver.Variables["EDGE_SECRET"] = TestSecrets.Hex();
        var atStart = resolver.Start();
        Assert.DoesNotContain(atStart.Secrets, secret => secret.Name == "edge");

        resolver.Secrets.GetRing("edge");

        Assert.Equal(2, resolver.ReportCount);
        Assert.Contains(
            "env:EDGE_SECRET",
            resolver.Logs.All.Last(entry => entry.Id.Id == 2000).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_faulty_start_logs_the_report_and_throws_the_fault()
    {
        using var resolver = new TestResolver("env:BAD");
        resolver.Variables["BAD"] = "short";

        var fault = resolver.StartFault();

        Assert.Contains(
            "jwt: UNAVAILABLE",
            resolver.Logs.All.Single(entry => entry.Id.Id == 2000).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("env:BAD (source 1 of 1) is refused", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void As_data_it_holds_every_configured_secret_by_name()
    {
        using var resolver = new TestResolver("env:GOOD");
        resolver["Secrets:mine:Order"] = "env:MINE";
        resolver.Variables["GOOD"] = TestSecrets.Hex();
        resolver.Variables["MINE"] = TestSecrets.Hex();

        var report = resolver.Secrets.Report();

        Assert.Equal(["jwt", "mine"], report.Secrets.Select(secret => secret.Name));
        Assert.Equal("env:GOOD", report.Secrets[0].Order);
        Assert.False(report.Secrets[0].IsBuiltInOrder);
        Assert.Equal("Production", report.EnvironmentName);
    }

    [Fact]
    public void A_built_in_order_is_called_one()
    {
        using var resolver = new TestResolver();
        resolver.Variables["JWT_SECRET_KEY"] = TestSecrets.Hex();

        var report = resolver.Start();

        Assert.True(resolver.Jwt.IsBuiltInOrder);
        Assert.Equal("env:JWT_SECRET_PRODUCTION > env:JWT_SECRET_KEY > development-default", resolver.Jwt.Order);
        Assert.Contains(", built-in order", report.ToString(), StringComparison.Ordinal);
        Assert.Equal("absent won absent", resolver.States);
    }

    [Fact]
    public void Nothing_that_can_be_printed_shows_a_piece_of_a_value()
    {
        using var resolver = new TestResolver("env:GOOD > env:OTHER > env:SHORT > hex:env:BAD");
        resolver["Secrets:jwt:Previous"] = "env:OLD";
        resolver.Variables["GOOD"] = TestSecrets.Hex();
        resolver.Variables["OTHER"] = LeakWatch.Protect("\"" + TestSecrets.Hex() + "\"\r\n");
        resolver.Variables["SHORT"] = TestSecrets.Hex(6);
        resolver.Variables["BAD"] = LeakWatch.Protect("hex:" + TestSecrets.Hex())[4..];
        resolver.Variables["OLD"] = TestSecrets.Hex();
        var report = resolver.Start();

        string[] printed =
        [
            report.ToString(),
            .. report.Warnings,
            .. report.Secrets.Select(secret => secret.ToString()),
            .. resolver.Jwt.Rows.Select(row => row.ToString()),
            .. resolver.Jwt.Rows.SelectMany(row => row.Notes),
            resolver.Ring.ToString(),
            .. resolver.Ring.Keys.Select(key => key.ToString()),
            .. resolver.Logs.Messages,
        ];

        Assert.All(printed, text => Assert.False(LeakWatch.Holds(text)));
        Assert.Equal($"env:GOOD {resolver.Ring.Current!.Fingerprint}", resolver.Ring.Current.ToString());
        Assert.Equal($"jwt: {resolver.Ring.Current}", resolver.Ring.ToString());
    }
}
