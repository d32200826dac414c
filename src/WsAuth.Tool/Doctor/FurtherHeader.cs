using System.Buffers;
using WsAuth.Reasons;
using WsAuth.Tool.CommandLine;

namespace WsAuth.Tool.Doctor;

/// <summary>A header of <c>--header</c>: anything but what carries a credential or is the handshake's own.</summary>
internal static class FurtherHeader
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    );

    private static readonly string[] Secret =
    [
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "X-Api-Key",
        "Api-Key",
        "X-Auth-Token",
        "X-Access-Token",
    ];

    private static readonly string[] Own = ["Upgrade", "Connection", "Content-Length", "Transfer-Encoding", "Origin"];

    public static KeyValuePair<string, string> Read(string text)
    {
        if (
            text.Split(':', 2) is not [{ Length: > 0 } name, var value]
            || name.AsSpan().ContainsAnyExcept(NameCharacters)
        )
        {
            throw ToolException.Usage("--header is \"Name: value\".");
        }

        if (Secret.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw ToolException.Usage(
                $"--header {name}: such a header carries a credential, and arguments show in process lists. Give the credential by --credential -, on standard input."
            );
        }

        if (
            Own.Contains(name, StringComparer.OrdinalIgnoreCase)
            || name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase)
        )
        {
            throw ToolException.Usage(
                $"--header {ClientText.Quote(name)}: the handshake sets that one itself; see --origin and --protocol."
            );
        }

        value = value.Trim();
        return value.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? throw ToolException.Usage($"--header {ClientText.Quote(name)}: its value has a character beyond ASCII.")
            : KeyValuePair.Create(name, value);
    }
}
