using System.Buffers.Text;
using System.Text;

namespace WsAuth.Secrets;

/// <summary>How a source's text becomes the secret's bytes.</summary>
internal enum SecretEncoding
{
    /// <summary>Its UTF-8 bytes, as every mainstream JWT library does.</summary>
    Text,

    /// <summary>Hexadecimal digits, prefix <c>hex:</c>.</summary>
    Hex,

    /// <summary>Base64 of either alphabet, padded or not, prefix <c>base64:</c>.</summary>
    Base64,
}

/// <summary>Decodes what stands in a source.</summary>
internal static class SecretEncodings
{
    /// <summary>The secret's bytes, or why the value cannot be decoded.</summary>
    public static byte[]? Decode(SecretEncoding encoding, byte[] value, out string? fault)
    {
        fault = null;
        if (encoding == SecretEncoding.Text)
        {
            return value;
        }

        var text = Encoding.UTF8.GetString(value);
        if (encoding == SecretEncoding.Hex)
        {
            if (text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit))
            {
                return Convert.FromHexString(text);
            }

            fault = "it is not hexadecimal, as 'hex:' before the source says; correct the value or drop the prefix";
            return null;
        }

        if (TryDecodeBase64(text, out var decoded))
        {
            return decoded;
        }

        fault = "it is not base64, as 'base64:' before the source says; correct the value or drop the prefix";
        return null;
    }

    public static bool TryDecodeBase64(string text, out byte[] decoded)
    {
        decoded = [];
        if (text.AsSpan().ContainsAny(" \t\r\n"))
        {
            return false;
        }

        var unpadded = text.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        if (unpadded.Length == 0 || text.Length - unpadded.Length > 2 || !Base64Url.IsValid(unpadded))
        {
            return false;
        }

        decoded = Base64Url.DecodeFromChars(unpadded);
        return true;
    }
}
