using System.Text;
using WsAuth.Tool.CommandLine;

namespace WsAuth.Tool.Terminal;

/// <summary>The way in for secrets and tokens: standard input, whole, bounded, and without the line ending that <c>echo</c> adds.</summary>
internal static class StandardInput
{
    private const int Largest = 64 * 1024;

    /// <summary>Reads all of it. One trailing line ending is dropped; everything else stays as it is.</summary>
    /// <param name="console">Where the command runs.</param>
    /// <param name="what">What is expected, for example <c>a token</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ToolException">There is nothing, too much, or no text.</exception>
    public static async Task<string> ReadAsync(ToolConsole console, string what, CancellationToken cancellationToken)
    {
        if (console.IsInputTerminal)
        {
            await console
                .Error.WriteLineAsync($"Paste {what}; end with Enter and Ctrl-D (Ctrl-Z on Windows).")
                .ConfigureAwait(false);
        }

        var buffer = new byte[Largest + 1];
        var length = await console
            .Input.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        if (length > Largest)
        {
            throw ToolException.Unreadable($"Standard input is larger than {Largest / 1024} KiB and hardly {what}.");
        }

        var content = buffer.AsMemory(0, length);
        content =
            content.Span.EndsWith("\r\n"u8) ? content[..^2]
            : content.Span.EndsWith("\n"u8) ? content[..^1]
            : content;
        if (content.IsEmpty)
        {
            throw ToolException.Unreadable($"Standard input is empty, but {what} is expected there.");
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content.Span);
        }
        catch (DecoderFallbackException)
        {
            throw ToolException.Unreadable("Standard input is not UTF-8 text.");
        }
    }
}
