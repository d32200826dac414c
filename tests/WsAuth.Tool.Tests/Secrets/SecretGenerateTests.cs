using System.Text;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Secrets;

public sealed class SecretGenerateTests : IDisposable
{
    private readonly ToolHarness _tool = new();

    [Theory]
    [InlineData("hex", 32, "^[0-9a-f]{64}\n$")]
    [InlineData("hex", 48, "^[0-9a-f]{96}\n$")]
    [InlineData("base64url", 32, "^[A-Za-z0-9_-]{43}\n$")]
    public async Task It_is_printed_alone_and_differs_each_time(string format, int bytes, string form)
    {
        using var tool = new ToolHarness { MayShowSecrets = true };

        var first = await tool.RunAsync("secret", "generate", "--format", format, "--bytes", $"{bytes}");
        var second = await tool.RunAsync("secret", "generate", "--format", format, "--bytes", $"{bytes}");

        Assert.Equal((ExitCode.Fine, ""), (first.ExitCode, first.Error));
        Assert.Matches(form, first.Output);
        Assert.NotEqual(first.Output, second.Output);
        Assert.NotEqual(SecretFingerprint.Weak, SecretFingerprint.Of(first.Output.TrimEnd()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(tool.Folder));
    }

    [Fact]
    public async Task A_new_file_is_its_owners_and_only_the_fingerprint_is_printed()
    {
        var outcome = await Into("--name", "EDGE_SECRET");

        var line = File.ReadAllText(_tool.PathOf(".env"));
        Assert.Matches("^EDGE_SECRET=[0-9a-f]{64}\n$", line);
        var secret = LeakWatch.Protect(line["EDGE_SECRET=".Length..].TrimEnd());
        Assert.Equal($"EDGE_SECRET written in .env: {SecretFingerprint.Of(secret)}\n", outcome.Output);
        Assert.Equal((ExitCode.Fine, ""), (outcome.ExitCode, outcome.Error));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_tool.PathOf(".env")));
        }
    }

    [Theory]
    [InlineData("EDGE_SECRET=old\n")]
    [InlineData("export EDGE_SECRET=old")]
    [InlineData("A=1\r\n  EDGE_SECRET = old\r\n")]
    [InlineData("\uFEFFEDGE_SECRET=old\n")]
    public async Task What_is_there_is_never_overwritten_without_force(string content)
    {
        Put(content);

        var outcome = await Into("--name", "EDGE_SECRET");

        Assert.Equal((ExitCode.Finding, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("--force", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(content, Text());
    }

    [Theory]
    [InlineData("A=1\r\nEDGE_SECRET=old # c\r\nB=2", "A=1\r\nEDGE_SECRET=*\r\nB=2")]
    [InlineData("export EDGE_SECRET=\"old\"\n#EDGE_SECRET=x\n", "export EDGE_SECRET=*\n#EDGE_SECRET=x\n")]
    [InlineData("EDGE_SECRET=1\nEDGE_SECRET=2", "EDGE_SECRET=1\nEDGE_SECRET=*")]
    [InlineData("MY_EDGE_SECRET=1\nEDGE_SECRET_OLD=2\n", "MY_EDGE_SECRET=1\nEDGE_SECRET_OLD=2\nEDGE_SECRET=*\n")]
    [InlineData("A=1", "A=1\nEDGE_SECRET=*\n")]
    [InlineData("A=1\r\nB=2", "A=1\r\nB=2\r\nEDGE_SECRET=*\r\n")]
    [InlineData("\uFEFFA=\u00E4\n\n\n", "\uFEFFA=\u00E4\n\n\nEDGE_SECRET=*\n")]
    public async Task Force_changes_one_line_and_no_other_byte(string before, string after)
    {
        Put(before);
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_tool.PathOf(".env"), mode);
        }

        var outcome = await Into("--name", "EDGE_SECRET", "--force");

        Assert.Equal((ExitCode.Fine, ""), (outcome.ExitCode, outcome.Error));
        var written = Text();
        var at = after.IndexOf('*', StringComparison.Ordinal);
        Assert.Equal(after, written[..at] + "*" + written[(at + 64)..]);
        LeakWatch.Protect(written[at..(at + 64)]);
        Assert.Equal([".env"], Directory.EnumerateFileSystemEntries(_tool.Folder).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(mode, File.GetUnixFileMode(_tool.PathOf(".env")));
        }
    }

    [Fact]
    public async Task A_value_over_several_lines_is_left_alone()
    {
        Put("EDGE_SECRET=\"one\ntwo\"\n");

        var outcome = await Into("--name", "EDGE_SECRET", "--force");

        Assert.Equal(ExitCode.Finding, outcome.ExitCode);
        Assert.Equal("EDGE_SECRET=\"one\ntwo\"\n", Text());
    }

    [Fact]
    public async Task A_link_stays_a_link()
    {
        Directory.CreateDirectory(_tool.PathOf("real"));
        File.WriteAllText(_tool.PathOf("real/.env"), "A=1\n");
        File.CreateSymbolicLink(_tool.PathOf(".env"), _tool.PathOf("real/.env"));

        await Into("--name", "EDGE_SECRET");

        Assert.NotNull(new FileInfo(_tool.PathOf(".env")).LinkTarget);
        Assert.StartsWith("A=1\nEDGE_SECRET=", File.ReadAllText(_tool.PathOf("real/.env")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tracked by git", ".env")]
    [InlineData("not ignored by git", "")]
    [InlineData(null, ".gitignore")]
    public async Task A_file_that_git_would_publish_is_warned_about(string? warning, string added)
    {
        _tool.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        await Git("init", "-q");
        if (added == ".gitignore")
        {
            _tool.Write(".gitignore", ".env\n");
        }
        else if (added.Length > 0)
        {
            Put("A=1\n");
            await Git("add", added);
        }

        var outcome = await Into("--name", "EDGE_SECRET");

        Assert.Equal(warning is null ? ExitCode.Fine : ExitCode.Finding, outcome.ExitCode);
        Assert.Contains(warning ?? "", outcome.Error, StringComparison.Ordinal);
        Assert.StartsWith("EDGE_SECRET written in .env: fp:", outcome.Output, StringComparison.Ordinal);
    }

    [SignalTheory]
    [InlineData("core.fsmonitor")]
    public async Task Nothing_that_a_repository_names_is_run(string setting)
    {
        _tool.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        var spy = _tool.Write("spy", $"#!/bin/sh\n: > '{_tool.PathOf("ran")}'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(spy, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        await Git("init", "-q");
        Put("A=1\n");
        await Git("add", ".env");
        await Git("update-index", "--fsmonitor");
        await Git("config", setting, spy);
        await Git("ls-files", "--error-unmatch", "--", _tool.PathOf(".env"));
        Assert.True(File.Exists(_tool.PathOf("ran")), "git runs it otherwise");
        File.Delete(_tool.PathOf("ran"));

        await Into("--name", "EDGE_SECRET");

        Assert.False(File.Exists(_tool.PathOf("ran")));
    }

    [Theory]
    [InlineData("--bytes", "16")]
    [InlineData("--bytes", "many")]
    [InlineData("--format", "octal")]
    [InlineData("--into", ".env")]
    [InlineData("--name", "EDGE_SECRET")]
    [InlineData("--into", ".env", "--name", "EDGE SECRET")]
    [InlineData("--into", ".env", "--name", "A=B")]
    public async Task Wrong_usage_makes_nothing(params string[] arguments)
    {
        var outcome = await _tool.RunAsync(["secret", "generate", .. arguments]);

        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_tool.Folder));
    }

    [Fact]
    public async Task What_was_generated_is_explained_as_good()
    {
        await Into("--name", "EDGE_SECRET", "--format", "base64url");

        var outcome = await _tool.RunAsync("secret", "explain", "--name", "edge", "--env-file", ".env");

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
    }

    public void Dispose() => _tool.Dispose();

    private Task<ToolOutcome> Into(params string[] arguments) =>
        _tool.RunAsync(["secret", "generate", "--into", ".env", .. arguments]);

    private void Put(string content) => File.WriteAllBytes(_tool.PathOf(".env"), Encoding.UTF8.GetBytes(content));

    private string Text() => Encoding.UTF8.GetString(File.ReadAllBytes(_tool.PathOf(".env")));

    private async Task Git(params string[] arguments)
    {
        var run = await Programs.RunAsync("git", arguments, folder: _tool.Folder);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
