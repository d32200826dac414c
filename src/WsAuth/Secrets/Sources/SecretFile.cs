using Microsoft.Win32.SafeHandles;

namespace WsAuth.Secrets.Sources;

/// <summary>Reads a secret from a file: bounded, one trailing line ending dropped, and every way to fail named.</summary>
internal static class SecretFile
{
    private const int LargestFile = 64 * 1024;

    public static SecretReading Read(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return SecretReading.Refused("it is a directory; name the file in it");
            }

            if (!RegularFile.Is(path))
            {
                return SecretReading.Refused("it is a pipe or a device; name a regular file");
            }

            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0
            );
            var buffer = new byte[LargestFile + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > LargestFile
                ? SecretReading.Refused(
                    $"it is larger than {LargestFile / 1024} KiB and hardly a secret; name the right file"
                )
                : DropLineEnding(buffer.AsSpan(0, length), ReadableByAll(file.SafeFileHandle)) with
                {
                    File = path,
                };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return SecretReading.AbsentBecause("no such file");
        }
        catch (UnauthorizedAccessException)
        {
            return SecretReading.Refused("this process may not read it; correct its owner or mode");
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            return SecretReading.Refused($"it cannot be read ({exception.GetType().Name})");
        }
    }

    private static SecretReading DropLineEnding(ReadOnlySpan<byte> content, string? note)
    {
        var length = content.Length;
        if (content.EndsWith("\n"u8))
        {
            length -= content.EndsWith("\r\n"u8) ? 2 : 1;
            note = note is null ? "one trailing line ending dropped" : "one trailing line ending dropped; " + note;
        }

        return SecretReading.Present(content[..length].ToArray()) with
        {
            Note = note,
        };
    }

    // Of the file that was read: another may stand under its name by now.
    private static string? ReadableByAll(SafeFileHandle file) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead)
            ? "readable by every user of the machine"
            : null;
}
