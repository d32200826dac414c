using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets.Sources;

public sealed class FileNamedByVariableSourceTests
{
    [Fact]
    public void The_file_that_the_variable_names_is_read()
    {
        using var resolver = new TestResolver("envfile:JWT_SECRET_FILE");
        var secret = TestSecrets.Hex();
        var path = resolver.Folder.Write("jwt", secret + "\n");
        resolver.Variables["JWT_SECRET_FILE"] = path;

        Assert.True(resolver.Ring.Current.Holds(secret));
        Assert.Equal("envfile:JWT_SECRET_FILE", resolver.Row(1).Source);
        Assert.Equal(path, resolver.Row(1).File);
        Assert.Contains(
            resolver.Row(1).Notes,
            note => note.StartsWith("one trailing line ending dropped", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void An_unset_variable_is_an_absent_source()
    {
        using var resolver = new TestResolver("envfile:JWT_SECRET_FILE > env:NEXT");
        resolver.Variables["NEXT"] = TestSecrets.Hex();

        Assert.Equal("absent won", resolver.States);
    }

    [Fact]
    public void A_promised_file_that_is_missing_is_an_error()
    {
        using var resolver = new TestResolver("envfile:JWT_SECRET_FILE > env:NEXT");
        resolver.Variables["JWT_SECRET_FILE"] = Path.Combine(resolver.Folder.Path, "missing");
        resolver.Variables["NEXT"] = TestSecrets.Hex();

        Assert.Contains(
            "the file that JWT_SECRET_FILE names does not exist",
            resolver.StartFault(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_directory_is_refused()
    {
        using var resolver = new TestResolver("envfile:JWT_SECRET_FILE");
        resolver.Variables["JWT_SECRET_FILE"] = resolver.Folder.Path;

        Assert.Contains("it is a directory", resolver.StartFault(), StringComparison.Ordinal);
    }
}
