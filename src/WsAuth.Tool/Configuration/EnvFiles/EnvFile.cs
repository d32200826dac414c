using System.Text;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Configuration.EnvFiles;

/// <summary>One <c>.env</c> file: its variables by the chosen reader and by the usual ones, and what is odd about it as a whole.</summary>
internal sealed class EnvFile
{
    private const int Largest = 1024 * 1024;

    private static readonly EnvFileDialect[] Usual = [EnvFileDialect.Node, EnvFileDialect.Python];

    private readonly Dictionary<EnvFileDialect, IReadOnlyList<KeyValuePair<string, string>>> _read = [];

    // With the values in it: never shown.
    private readonly string _text;

    private EnvFile(string name, EnvFileDialect chosen, string text) => (Name, Chosen, _text) = (name, chosen, text);

    /// <summary>The file as it was named.</summary>
    public string Name { get; }

    public EnvFileDialect Chosen { get; }

    /// <summary>What the chosen reader reads; of a name that stands twice the last one counts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Variables => _read[Chosen];

    /// <summary>The readers that are compared: the usual ones and the chosen one.</summary>
    public IEnumerable<EnvFileDialect> Dialects => _read.Keys;

    /// <summary>Whether everybody on the machine can read it.</summary>
    public bool IsReadableByAll { get; private init; }

    /// <summary>Whether its lines end in CR LF, which readers of such files pass over, and shells do not.</summary>
    public bool HasCarriageReturns => _text.Contains("\r\n", StringComparison.Ordinal);

    /// <summary>The values of a name in lines that begin with <c>#</c>.</summary>
    public IEnumerable<string> CommentedOut(string variable) =>
        _text
            .Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith('#'))
            .Select(line => line.TrimStart('#', ' ', '\t').Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts.Length == 2 && parts[0] == variable && parts[1].Length > 0)
            .Select(parts => parts[1]);

    /// <exception cref="ToolException">It cannot be read.</exception>
    public static EnvFile Open(string name, EnvFileDialect chosen, ToolConsole console)
    {
        var path = console.PathOf(name);
        var text = Decode(name, ReadBytes(name, path));
        var file = new EnvFile(name, chosen, text)
        {
            IsReadableByAll =
                !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherRead),
        };
        foreach (var dialect in Usual.Append(chosen).Distinct())
        {
            try
            {
                file._read[dialect] = EnvFileDialects.Read(dialect, text);
            }
            catch (FormatException refused)
            {
                throw ToolException.Unreadable(
                    $"{EnvFileDialects.NameOf(dialect)} refuses {name} as a whole: it holds {refused.Message}."
                );
            }
        }

        return file;
    }

    /// <summary>The value of a name as a reader reads it; null where it reads none.</summary>
    public string? Find(EnvFileDialect dialect, string variable) =>
        _read[dialect].LastOrDefault(pair => pair.Key == variable).Value;

    private static byte[] ReadBytes(string name, string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw ToolException.Unreadable($"{name} is a directory; name the file in it.");
            }

            using var file = File.OpenRead(path);
            var buffer = new byte[Largest + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > Largest
                ? throw ToolException.Unreadable(
                    $"{name} is larger than {Largest / 1024} KiB and hardly a file of variables."
                )
                : buffer[..length];
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ToolException.Unreadable($"{name} is not there.");
        }
        catch (UnauthorizedAccessException)
        {
            throw ToolException.Unreadable($"{name} may not be read by this user; correct its owner or mode.");
        }
        catch (IOException failure)
        {
            throw ToolException.Unreadable($"{name} cannot be read ({failure.GetType().Name}).");
        }
    }

    private static string Decode(string name, byte[] content)
    {
        if (
            content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
        )
        {
            throw ToolException.Unreadable(
                $"{name} is UTF-16, and no reader of .env files finds a variable in it; save it as UTF-8."
            );
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException)
        {
            throw ToolException.Unreadable(
                $"{name} is not UTF-8: python-dotenv refuses it, and dotenv (Node) replaces what it cannot read; save it as UTF-8."
            );
        }
    }
}
