using System.Text;
using WsAuth.KeySets.Reading;

namespace WsAuth.KeySets.Origins;

/// <summary>A PEM file, or a JSON Web Key Set in one.</summary>
internal sealed class FileOrigin(KeySetDefinition definition) : IKeyOrigin
{
    private const int LargestFile = 1024 * 1024;

    public string Name => $"file:{definition.Location}";

    public bool IsRemote => false;

    public Task<KeySetContent> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Read());

    private KeySetContent Read()
    {
        try
        {
            using var file = new FileStream(
                definition.Location,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            if (file.Length > LargestFile)
            {
                return KeySetContent.Failed($"it is larger than {LargestFile / 1024} KiB");
            }

            var content = new byte[(int)file.Length];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return definition.Kind == KeyOriginKind.PemFile
                ? PemKeyReader.Read(Encoding.UTF8.GetString(content, 0, length), definition.Terms, Name)
                : JsonWebKeySetReader.Read(WithoutMark(content.AsMemory(0, length)), definition.Terms, Name);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return KeySetContent.Failed("there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            return KeySetContent.Failed("this process may not read it; correct its owner or mode");
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            return KeySetContent.Failed($"it cannot be read ({exception.GetType().Name})");
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> content) =>
        content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
}
