using System.Buffers.Text;

namespace WsAuth.Client.Diagnosis;

/// <summary>Joins the chunks of a body, as far as they came (RFC 9112 §7.1).</summary>
internal static class Chunks
{
    public static byte[] Join(ReadOnlySpan<byte> body)
    {
        var joined = new List<byte>(body.Length);
        while (
            Utf8Parser.TryParse(body, out int size, out var digits, 'x')
            && size > 0
            && body.IndexOf("\r\n"u8) is var line
            && line >= digits
        )
        {
            var data = body[(line + 2)..];
            joined.AddRange(data[..Math.Min(size, data.Length)]);
            if (data.Length < (long)size + 2)
            {
                break;
            }

            body = data[(size + 2)..];
        }

        return [.. joined];
    }
}
