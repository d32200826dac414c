using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WsAuth.Tool.CommandLine;

namespace WsAuth.Tool.Terminal;

/// <summary>What <c>--json</c> prints: one document, which names the command and how it ends.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions Format = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints the document: <c>command</c>, <c>exit_code</c>, and the members that <paramref name="write"/> adds.</summary>
    public static void Write(ToolConsole console, string command, ExitCode exitCode, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(body, Format))
        {
            writer.WriteStartObject();
            writer.WriteString("command"u8, command);
            writer.WriteNumber("exit_code"u8, (int)exitCode);
            write(writer);
            writer.WriteEndObject();
        }

        console.Output.Write(Encoding.UTF8.GetString(body.WrittenSpan) + "\n");
    }
}
