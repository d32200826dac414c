using System.Text.RegularExpressions;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>A command line of curl or websocat as it is pasted whole: what it sends as a header is what is meant.</summary>
internal static partial class CurlLine
{
    public static string TakeOff(string text, List<string> peeled)
    {
        if (!Command().IsMatch(text))
        {
            return text;
        }

        var headers = Header().Matches(text).Select(match => match.Groups["header"].Value).ToList();
        var meant = headers.FirstOrDefault(header => HeaderNames.IsOfCredentials(header.Split(':')[0].TrimEnd()));
        if (meant is null)
        {
            return text;
        }

        peeled.Add("a command line around it");
        return meant;
    }

    [GeneratedRegex(@"^\$?\s*(curl|websocat|wscat)\s")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<=\s)(-H|--header)[ =]?(?<quote>['""])(?<header>.*?)\k<quote>", RegexOptions.Singleline)]
    private static partial Regex Header();
}
