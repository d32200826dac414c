using System.Security.Cryptography;
using WsAuth.Tool.CommandLine;
using WsAuth.Tool.Terminal;

namespace WsAuth.Tool.Tokens.Minting;

/// <summary>A private key in a PEM file. What is wrong with it is told without quoting it.</summary>
internal static class PrivateKeyFile
{
    private const long Largest = 64 * 1024;

    /// <exception cref="ToolException">It cannot be read, or is no private key.</exception>
    public static AsymmetricAlgorithm Read(string file, ToolConsole console)
    {
        var text = ReadText(file, console);
        return Import(RSA.Create(), text)
            ?? Import(ECDsa.Create(), text)
            ?? throw ToolException.Unreadable(
                $"{file} is no private key in PEM: one RSA or EC key is expected, not encrypted, and not the public half."
            );
    }

    private static AsymmetricAlgorithm? Import(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            _ = key.ExportPkcs8PrivateKey();
            return key;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }

    private static string ReadText(string file, ToolConsole console)
    {
        try
        {
            var path = console.PathOf(file);
            return new FileInfo(path).Length > Largest
                ? throw ToolException.Unreadable($"{file} is larger than {Largest / 1024} KiB and hardly a key.")
                : File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Unreadable($"{file} cannot be read ({failure.GetType().Name}).");
        }
    }
}
