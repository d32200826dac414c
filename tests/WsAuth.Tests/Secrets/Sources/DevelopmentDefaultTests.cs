using Microsoft.Extensions.Logging;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets.Sources;

public sealed class DevelopmentDefaultTests : IDisposable
{
    private readonly TestFolder _profile = new();

    private string Kept(string name) => Path.Combine(_profile.Path, "wsauth", "development-defaults", name);

    private TestResolver Resolver(string environment = "Development")
    {
        var resolver = new TestResolver(environment: environment);
        resolver.Variables["XDG_DATA_HOME"] = _profile.Path;
        return resolver;
    }

    public void Dispose() => _profile.Dispose();

    [Theory]
    [InlineData("Development")]
    [InlineData("Testing")]
    [InlineData("Test")]
    public void Two_resolvers_of_one_profile_share_one_value(string environment)
    {
        using var server = Resolver(environment: environment);
        using var client = Resolver(environment: environment);

        var secret = Protected(server);

        Assert.True(client.Ring.Current.Holds(secret));
        Assert.Equal("development-default", server.Ring.Current!.Source);
        Assert.Equal(64, server.Ring.Current.Length);
        Assert.Equal(secret, File.ReadAllText(Kept("jwt")));
    }

    [Fact]
    public void It_is_announced_as_a_warning()
    {
        using var resolver = Resolver();
        resolver.Start();
        Protected(resolver);

        var warning = Assert.Single(resolver.Logged(LogLevel.Warning));
        Assert.Contains("the development default is in force", warning, StringComparison.Ordinal);
        Assert.Contains(Kept("jwt"), warning, StringComparison.Ordinal);
        Assert.Equal(Kept("jwt"), resolver.Row(3).File);
    }

    [Fact]
    public void Each_name_and_each_profile_has_its_own()
    {
        using var resolver = Resolver();
        using var other = new TestResolver(environment: "Development");
        other.Variables["XDG_DATA_HOME"] = other.Folder.Path;
        Protected(resolver);
        Protected(other);

        var edge = resolver.Secrets.GetRing("edge").Current!;

        Assert.NotEqual(resolver.Ring.Current!.Fingerprint, edge.Fingerprint);
        Assert.NotEqual(resolver.Ring.Current.Fingerprint, other.Ring.Current!.Fingerprint);
    }

    [Fact]
    public void The_file_is_for_its_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var resolver = Resolver();
        Protected(resolver);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Kept("jwt")));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Kept("jwt"))!));
    }

    [Fact]
    public void A_file_that_someone_opened_to_everyone_is_noted()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var first = Resolver();
        Protected(first);
        File.SetUnixFileMode(Kept("jwt"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        using var second = Resolver();

        Assert.Contains(
            second.Row(3).Notes,
            note => note.EndsWith("; readable by every user of the machine", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Without_an_xdg_folder_it_is_kept_below_home()
    {
        using var resolver = new TestResolver(environment: "Development");
        resolver.Variables["HOME"] = _profile.Path;

        Protected(resolver);

        Assert.Equal(
            Path.Combine(_profile.Path, ".local", "share", "wsauth", "development-defaults", "jwt"),
            resolver.Row(3).File
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("relative/folder")]
    [InlineData(" ")]
    public void Without_a_profile_it_is_ephemeral_with_a_warning_and_the_same_in_the_whole_process(string? profile)
    {
        using var server = new TestResolver(environment: "Development");
        using var client = new TestResolver(environment: "Development");
        server.Variables["XDG_DATA_HOME"] = profile;
        var key = server.Ring.Current!;
        server.Start();

        Assert.Equal(key.Fingerprint, client.Ring.Current!.Fingerprint);
        Assert.Null(server.Row(3).File);
        Assert.Contains(
            "ephemeral, because there is no user profile",
            Assert.Single(server.Logged(LogLevel.Warning)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void With_a_profile_that_cannot_be_written_it_is_ephemeral_with_a_warning()
    {
        using var resolver = new TestResolver(environment: "Development");
        resolver.Variables["XDG_DATA_HOME"] = resolver.Folder.Write("no-folder", "");

        resolver.Start();

        Assert.NotNull(resolver.Ring.Current);
        Assert.Contains(
            "ephemeral, because the user profile cannot be written",
            Assert.Single(resolver.Logged(LogLevel.Warning)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_source_before_it_wins_and_nothing_is_made()
    {
        using var resolver = Resolver();
        resolver.Variables["JWT_SECRET_KEY"] = TestSecrets.Hex();

        Assert.Equal("absent won absent", resolver.States);
        Assert.False(File.Exists(Kept("jwt")));
    }

    [Fact]
    public async Task Many_that_race_to_make_it_get_one_value()
    {
        using var start = new Barrier(12);
        var resolvers = Enumerable.Range(0, 12).Select(_ => Resolver()).ToArray();

        var fingerprints = await Task.WhenAll(
            resolvers.Select(resolver =>
                Task.Factory.StartNew(
                    () =>
                    {
                        var secrets = resolver.Secrets;
                        start.SignalAndWait();
                        return secrets.GetRing("jwt").Current!.Fingerprint;
                    },
                    TaskCreationOptions.LongRunning
                )
            )
        );

        LeakWatch.Protect(File.ReadAllText(Kept("jwt")));
        Assert.Single(fingerprints.Distinct());
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Kept("jwt"))!));
        Assert.All(resolvers, resolver => Assert.Equal("absent absent won", resolver.States));
        Array.ForEach(resolvers, resolver => resolver.Dispose());
    }

    [Fact]
    public void A_file_that_someone_emptied_is_an_error_that_says_what_to_do()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Kept("jwt"))!);
        File.WriteAllText(Kept("jwt"), "");
        using var resolver = Resolver();

        Assert.Contains("delete it, and it is made anew", resolver.StartFault(), StringComparison.Ordinal);
    }

    private string Protected(TestResolver resolver)
    {
        Assert.NotNull(resolver.Ring.Current);
        return LeakWatch.Protect(File.ReadAllText(resolver.Jwt.Rows.Single(row => row.File is not null).File!));
    }
}
