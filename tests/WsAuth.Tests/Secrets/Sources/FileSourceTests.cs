using System.Net.Sockets;
using System.Runtime.Versioning;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Secrets.Sources;

public sealed class FileSourceTests
{
    [Theory]
    [InlineData("", "", false)]
    [InlineData("\n", "", true)]
    [InlineData("\r\n", "", true)]
    [InlineData("\n\n", "\n", true)]
    [InlineData("\r\n\r\n", "\r\n", true)]
    [InlineData("\r", "\r", false)]
    [InlineData(" \n", " ", true)]
    public void One_trailing_line_ending_is_dropped_and_noted(string ending, string kept, bool isNoted)
    {
        using var resolver = new TestResolver();
        var secret = TestSecrets.Hex();
        var path = resolver.Folder.Write("jwt", secret + ending);
        resolver["Secrets:jwt:Order"] = "file:" + path;

        Assert.True(resolver.Ring.Current.Holds(secret + kept));
        Assert.Equal(
            isNoted,
            resolver
                .Row(1)
                .Notes.Any(note => note.StartsWith("one trailing line ending dropped", StringComparison.Ordinal))
        );
        Assert.Equal(path, resolver.Row(1).File);
    }

    [PipeFact]
    public async Task A_pipe_is_refused_and_not_waited_for()
    {
        using var resolver = new TestResolver();
        var path = Path.Combine(resolver.Folder.Path, "pipe");
        PipeFactAttribute.Make(path);
        resolver["Secrets:jwt:Order"] = "file:" + path;

        var fault = await Task.Run(() => resolver.StartFault()).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Contains("pipe or a device", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_environment_variable_keeps_its_line_ending()
    {
        using var resolver = new TestResolver("env:SECRET");
        var secret = TestSecrets.Hex() + "\n";
        resolver.Variables["SECRET"] = secret;

        Assert.True(resolver.Ring.Current.Holds(secret));
    }

    [Fact]
    public void The_line_ending_is_dropped_before_decoding()
    {
        using var resolver = new TestResolver();
        var hex = TestSecrets.Hex();
        resolver["Secrets:jwt:Order"] = "hex:file:" + resolver.Folder.Write("jwt", hex + "\r\n");

        Assert.True(resolver.Ring.Current.Holds(Convert.FromHexString(hex)));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("no/such/folder/jwt")]
    public void A_missing_file_is_an_absent_source(string name)
    {
        using var resolver = new TestResolver();
        resolver["Secrets:jwt:Order"] = $"file:{resolver.Folder.Path}/{name} > env:NEXT";
        resolver.Variables["NEXT"] = TestSecrets.Hex();

        Assert.Equal("absent won", resolver.States);
        Assert.Equal(["no such file"], resolver.Row(1).Notes);
    }

    [Fact]
    public void A_directory_is_refused()
    {
        using var resolver = new TestResolver();
        resolver["Secrets:jwt:Order"] = $"file:{resolver.Folder.Path} > env:NEXT";
        resolver.Variables["NEXT"] = TestSecrets.Hex();

        Assert.Contains("it is a directory", resolver.StartFault(), StringComparison.Ordinal);
        Assert.Empty(resolver.Ring.Keys);
    }

    [Fact]
    public void What_cannot_be_opened_as_a_file_is_refused()
    {
        using var resolver = new TestResolver();
        var path = Path.Combine(resolver.Folder.Path, "s");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        resolver["Secrets:jwt:Order"] = $"file:{path} > env:NEXT";
        resolver.Variables["NEXT"] = TestSecrets.Hex();

        Assert.Contains("it cannot be read", resolver.StartFault(), StringComparison.Ordinal);
        Assert.Empty(resolver.Ring.Keys);
    }

    [UnreadableFileFact]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_this_process_may_not_read_is_refused()
    {
        using var resolver = new TestResolver();
        var path = UnreadableFileFactAttribute.UnreadableToAll;
        if (!Environment.IsPrivilegedProcess)
        {
            path = resolver.Folder.Write("jwt", TestSecrets.Hex());
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        resolver["Secrets:jwt:Order"] = $"file:{path} > env:NEXT";
        resolver.Variables["NEXT"] = TestSecrets.Hex();

        Assert.Contains("this process may not read it", resolver.StartFault(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64 * 1024, true)]
    [InlineData((64 * 1024) + 1, false)]
    public void A_file_larger_than_64_kib_is_refused(int length, bool isRead)
    {
        using var resolver = new TestResolver();
        var content = string.Concat(Enumerable.Repeat(TestSecrets.Hex(), (length / 64) + 1))[..length];
        resolver["Secrets:jwt:Order"] = "file:" + resolver.Folder.Write("jwt", content);

        if (isRead)
        {
            Assert.Equal(length, resolver.Ring.Current!.Length);
        }
        else
        {
            Assert.Contains("larger than 64 KiB", resolver.StartFault(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_path_that_is_none_is_refused_and_not_thrown()
    {
        using var resolver = new TestResolver($"file:/{new string('a', 5000)}");

        Assert.Contains("it cannot be read", resolver.StartFault(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, false)]
    public void A_file_that_everyone_can_read_is_noted(UnixFileMode mode, bool isNoted)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var resolver = new TestResolver();
        var path = resolver.Folder.Write("jwt", TestSecrets.Hex());
        File.SetUnixFileMode(path, mode);
        resolver["Secrets:jwt:Order"] = "file:" + path;

        Assert.Equal(isNoted, resolver.Row(1).Notes.Contains("readable by every user of the machine"));
    }
}
