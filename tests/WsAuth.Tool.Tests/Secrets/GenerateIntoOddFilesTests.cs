using System.Text;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Secrets;

/// <summary>Files in which a written secret would be lost, or that would be lost by writing it.</summary>
public sealed class GenerateIntoOddFilesTests : IDisposable
{
    private readonly ToolHarness _tool = new();

    public static TheoryData<byte[]> Unfit =>
        [
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("A=1\n")],
            [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("A=1\n")],
            [0x41, 0x3D, 0xE9, 0x0A],
            Encoding.UTF8.GetBytes("KEY=\"begin\nEDGE_SECRET=inside\nend\"\nB=2\n"),
        ];

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task A_file_in_which_nobody_would_find_it_is_left_as_it_is(byte[] content)
    {
        await File.WriteAllBytesAsync(_tool.PathOf(".env"), content);

        var outcome = await IntoAsync(".env");

        Assert.Equal((ExitCode.Finding, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("nothing was written", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(_tool.PathOf(".env")));
        Assert.Single(Directory.EnumerateFileSystemEntries(_tool.Folder));
    }

    [PipeFact]
    public async Task A_pipe_is_neither_waited_for_nor_replaced()
    {
        PipeFactAttribute.Make(_tool.PathOf("pipe"));
        File.CreateSymbolicLink(_tool.PathOf(".env"), _tool.PathOf("pipe"));
        foreach (var name in new[] { "pipe", ".env" })
        {
            var outcome = await Task.Run(() => IntoAsync(name)).WaitAsync(TimeSpan.FromSeconds(60));

            Assert.Equal(ExitCode.Unreadable, outcome.ExitCode);
            Assert.Contains("is a pipe or a device", outcome.Error, StringComparison.Ordinal);
        }

        Assert.Equal(2, Directory.EnumerateFileSystemEntries(_tool.Folder).Count());
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        _tool.Write(".env", "");

        var outcome = await IntoAsync(".env");

        Assert.Equal(ExitCode.Fine, outcome.ExitCode);
        LeakWatch.Protect((await File.ReadAllTextAsync(_tool.PathOf(".env")))["EDGE_SECRET=".Length..].TrimEnd());
    }

    public void Dispose() => _tool.Dispose();

    private Task<ToolOutcome> IntoAsync(string file) =>
        _tool.RunAsync("secret", "generate", "--into", file, "--name", "EDGE_SECRET", "--force");
}
