using System.Text;
using WsAuth.Reasons;
using WsAuth.Secrets.Sources;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Configuration.EnvFiles;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Secrets;

/// <summary>The line of a <c>.env</c> file that a generated secret is written to.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Name">The variable.</param>
/// <param name="MayReplace">Whether a value that is there may be lost.</param>
internal sealed record SecretTarget(string File, string Name, bool MayReplace)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes it; everything else in the file stays as it is, byte for byte.</summary>
    /// <returns>Whether a value was replaced.</returns>
    /// <exception cref="ToolException">The name is none, is there already, or the file cannot be written.</exception>
    public bool Write(string secret, ToolConsole console)
    {
        if (Name.Length == 0 || char.IsAsciiDigit(Name[0]) || !Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw ToolException.Usage(
                $"{ClientText.Quote(Name)} is no name of a variable: letters, digits and '_' are, and no digit first."
            );
        }

        try
        {
            var path = PathBehindLinks(console.PathOf(File));
            if (!RegularFile.Is(path))
            {
                throw ToolException.Unreadable($"{File} is a pipe or a device, and nothing was written.");
            }

            var before = System.IO.File.Exists(path) ? System.IO.File.ReadAllBytes(path) : null;
            var lines = new EnvLines(before ?? []);
            var replaces = lines.Holds(Name);
            if (replaces && !MayReplace)
            {
                throw new ToolException(
                    ExitCode.Finding,
                    $"{File} has {Name} already, and nothing was written; --force replaces its value, which is lost then."
                );
            }

            if (lines.SpansLines(Name))
            {
                throw new ToolException(
                    ExitCode.Finding,
                    $"The value of {Name} in {File} goes over several lines, and nothing was written; take it out by hand first."
                );
            }

            var after = lines.With(Name, secret);
            if (!IsRead(after, secret))
            {
                throw new ToolException(
                    ExitCode.Finding,
                    $"{Name} would stand in {File} where no reader of .env files finds it, and nothing was written: the file is no UTF-8 text, or quotes are open before it."
                );
            }

            Replace(path, before, after);
            return replaces;
        }
        catch (DirectoryNotFoundException)
        {
            throw ToolException.Unreadable($"{File} cannot be written: its folder is not there; make it first.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Unreadable($"{File} cannot be written ({failure.GetType().Name}).");
        }
    }

    private bool IsRead(byte[] content, string secret)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
            return EnvFileDialects.Read(EnvFileDialect.Node, text).LastOrDefault(pair => pair.Key == Name).Value
                == secret;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    // Through a link, so that the link stays one.
    private static string PathBehindLinks(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    // Beside it and then over it: whoever reads meanwhile sees the old file or the new one, never half of one.
    private static void Replace(string path, byte[]? before, byte[] content)
    {
        var draft = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            if (before is not null && !OperatingSystem.IsWindows())
            {
                System.IO.File.SetUnixFileMode(draft, System.IO.File.GetUnixFileMode(path));
            }

            if (before is not null && !System.IO.File.ReadAllBytes(path).AsSpan().SequenceEqual(before))
            {
                throw ToolException.Unreadable(
                    $"{path} was changed by somebody else meanwhile, and nothing was written; run it again."
                );
            }

            System.IO.File.Move(draft, path, overwrite: before is not null);
        }
        finally
        {
            System.IO.File.Delete(draft);
        }
    }
}
