using System.Formats.Tar;

namespace WsAuth.Secrets.Sources;

/// <summary>
/// Tells a regular file from pipes and devices before it is opened: opening a pipe waits for whoever writes to it, and a device must not be written over.
/// </summary>
internal static class RegularFile
{
    /// <summary>Whether what is there may be opened; true for what is not there, too.</summary>
    public static bool Is(string path)
    {
        // Pipes and devices have no length; neither have empty files and those of /proc, which can be opened.
        var file = new FileInfo(path);
        return OperatingSystem.IsWindows()
            || !file.Exists
            || file.Length > 0
            || TypeOf(file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path) == TarEntryType.RegularFile;
    }

    // No other class of .NET asks for a file's type without opening it.
    private static TarEntryType? TypeOf(string path)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(path, "file");
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType;
    }
}
