using System.Text;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>What stands around a value that another side has bare: in words, by what kind of characters they are.</summary>
/// <param name="Code">The kind, for machines; <c>surroundings</c> where there are several.</param>
/// <param name="Text">For example <c>a trailing newline</c>.</param>
internal sealed record Surplus(string Code, string Text)
{
    private const string Quotes = "\"'`\u201C\u201D\u2018\u2019";

    /// <summary>What <paramref name="whole"/> has beyond <paramref name="part"/>, which stands in it.</summary>
    public static Surplus Between(byte[] whole, byte[] part)
    {
        var at = whole.AsSpan().IndexOf(part);
        return Of(Encoding.UTF8.GetString(whole[..at]), Encoding.UTF8.GetString(whole[(at + part.Length)..]));
    }

    private static Surplus Of(string before, string behind)
    {
        List<Surplus> found = [];
        if (before.Contains('\uFEFF'))
        {
            found.Add(new Surplus("byte_order_mark", "a byte order mark before it"));
        }

        if (before.Any(Quotes.Contains))
        {
            found.Add(new Surplus("quotes", "quotes around it"));
        }

        if (before.Any(char.IsWhiteSpace))
        {
            found.Add(new Surplus("white_space", "white space before it"));
        }

        var end = new string([.. behind.Where(c => !Quotes.Contains(c))]);
        if (end.Length > 0)
        {
            found.Add(
                end switch
                {
                    "\n" => new Surplus("newline", "a trailing newline"),
                    "\r\n" => new Surplus("crlf", "a trailing CR LF"),
                    "\r" => new Surplus("carriage_return", "a trailing carriage return"),
                    _ => new Surplus("white_space", "white space behind it"),
                }
            );
        }

        return found is [var only]
            ? only
            : new Surplus("surroundings", string.Join(" and ", found.Select(surplus => surplus.Text)));
    }
}
