using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace WsAuth.Secrets.Sources;

/// <summary>Keeps development defaults in the user's profile, one file per secret name, readable by its owner only.</summary>
internal static class DevelopmentDefaults
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Where no profile can be written the value lives as long as the process: every resolver in it has to see the same one.
    private static readonly ConcurrentDictionary<string, byte[]> Ephemeral = new(StringComparer.Ordinal);

    public static SecretReading Read(string secretName, IEnvironmentVariables variables)
    {
        if (Folder(variables) is not { } folder)
        {
            return Unwritten(secretName, "there is no user profile");
        }

        var path = Path.Combine(folder, secretName);
        try
        {
            if (!File.Exists(path))
            {
                Create(folder, path);
            }

            return SecretFile.Read(path) is { Value.Length: > 0 } kept
                ? kept with
                {
                    Note = $"for development only; kept in {path}{(kept.Note is null ? "" : "; " + kept.Note)}",
                }
                : SecretReading.Refused($"{path} cannot be read; delete it, and it is made anew");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unwritten(secretName, "the user profile cannot be written");
        }
    }

    /// <summary>
    /// The value where its file is there already, for whoever only wants to know of it: nothing is made, and only a plain file that holds
    /// something is opened, since a pipe would keep its reader waiting.
    /// </summary>
    public static byte[]? Find(string secretName, IEnvironmentVariables variables)
    {
        try
        {
            var file = Folder(variables) is { } folder ? new FileInfo(Path.Combine(folder, secretName)) : null;
            return file is { Exists: true, Length: > 0 } && !file.Attributes.HasFlag(FileAttributes.ReparsePoint)
                ? SecretFile.Read(file.FullName).Value
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static SecretReading Unwritten(string secretName, string why) =>
        SecretReading.Present(Ephemeral.GetOrAdd(secretName, _ => Generate())) with
        {
            Note = $"for development only; ephemeral, because {why}: other processes cannot match it",
        };

    // Written beside and moved into place, never over a file that another process was first to put there.
    private static void Create(string folder, string path)
    {
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(Generate());
            }

            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its value is the one.
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static byte[] Generate() =>
        Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(64, lowercase: true));

    private static string? Folder(IEnvironmentVariables variables)
    {
        if (OperatingSystem.IsWindows())
        {
            return Below(variables.Get("LOCALAPPDATA"), "WsAuth", "development-defaults");
        }

        return Below(variables.Get("XDG_DATA_HOME"), "wsauth", "development-defaults")
            ?? Below(variables.Get("HOME"), ".local", "share", "wsauth", "development-defaults");
    }

    private static string? Below(string? root, params ReadOnlySpan<string> parts) =>
        string.IsNullOrWhiteSpace(root) || !Path.IsPathRooted(root) ? null : Path.Combine([root, .. parts]);
}
