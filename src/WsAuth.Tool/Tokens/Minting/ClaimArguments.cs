using System.Text.Json;
using System.Text.Json.Nodes;
using WsAuth.Reasons;
using WsAuth.Tool.CommandLine;

namespace WsAuth.Tool.Tokens.Minting;

/// <summary>
/// Claims on the command line. One rule: a value that is JSON is that JSON (<c>42</c>, <c>true</c>, <c>null</c>, <c>["a","b"]</c>, <c>{"a":1}</c>, <c>"42"</c>), everything else is
/// text.
/// </summary>
internal static class ClaimArguments
{
    // Those of the token's own, and the option that sets each.
    private static readonly Dictionary<string, string> Registered = new(StringComparer.Ordinal)
    {
        ["sub"] = "--subject",
        ["iss"] = "--issuer",
        ["aud"] = "--audience",
        ["exp"] = "--expires-in",
        ["iat"] = "the clock",
        ["nbf"] = "nothing",
        ["jti"] = "nothing; it is random",
    };

    /// <summary>The claims in their order.</summary>
    /// <exception cref="ToolException">One is not <c>name=value</c>, is the token's own, or stands twice.</exception>
    public static Dictionary<string, JsonNode?> Read(IEnumerable<string> arguments)
    {
        Dictionary<string, JsonNode?> claims = new(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            var end = argument.IndexOf('=', StringComparison.Ordinal);
            if (end <= 0)
            {
                throw ToolException.Usage("--claim is written name=value, for example --claim plan=pro.");
            }

            var name = argument[..end];
            if (Registered.TryGetValue(name, out var option))
            {
                throw ToolException.Usage($"--claim {name}: this claim is the token's own; it is set by {option}.");
            }

            if (!claims.TryAdd(name, Parse(argument[(end + 1)..])))
            {
                throw ToolException.Usage(
                    $"--claim {ClientText.Quote(name)} is given twice; several values are one JSON array: {name}=[\"a\",\"b\"]."
                );
            }
        }

        return claims;
    }

    private static JsonNode? Parse(string value)
    {
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return JsonValue.Create(value);
        }
    }
}
