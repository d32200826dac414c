using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace WsAuth.AspNetCore.Observation.BadRequests;

/// <summary>
/// Why Kestrel would not take a request, in words of ours. Its own message quotes the line or the header in question, and with it what a client
/// wrote there.
/// </summary>
internal sealed record BadRequestCause(int Status, string Name, string Explanation, string? Fix)
{
    private const string HeaderFix =
        "Send less (cookies are the usual burden), or raise KestrelServerLimits.MaxRequestHeadersTotalSize or MaxRequestHeaderCount.";

    public static BadRequestCause Of(BadHttpRequestException error)
    {
        var name = NameOf(error);
        var (explanation, fix) = Describe(name, error.StatusCode);
        return new BadRequestCause(error.StatusCode, name, explanation, fix);
    }

    // The server tells apart some thirty rules, by a member that it does not publish; the status alone names the few that matter most.
    private static string NameOf(BadHttpRequestException error)
    {
        try
        {
            var reason = error.GetType().GetProperty("Reason", BindingFlags.Instance | BindingFlags.NonPublic);
            return reason?.GetValue(error) is Enum value ? value.ToString() : "";
        }
        catch (TargetInvocationException)
        {
            return "";
        }
    }

    private static (string Explanation, string? Fix) Describe(string name, int status) =>
        name switch
        {
            "MissingHostHeader" => (
                "The request has no Host header.",
                "Have the client or proxy send exactly one Host."
            ),
            "MultipleHostHeaders" => (
                "The request has several Host headers.",
                "Have the proxy replace Host, not add one."
            ),
            "InvalidHostHeader" => (
                "The Host header is no host, or differs from the one in the request line.",
                "Have the client or proxy send the host that the URL names."
            ),
            "InvalidRequestHeader" or "InvalidRequestHeadersNoCRLF" or "InvalidCharactersInHeaderName" => (
                "A header line is malformed: it has no colon, or holds a character that a header must not (a carriage return, a control character, or one outside ASCII).",
                "Look at the values that the client puts into headers: a secret or token with a carriage return, of a file with the line ends of Windows, is the usual cause."
            ),
            "TlsOverHttpError" => (
                "The client spoke TLS to a port that expects plain HTTP.",
                "Connect by ws:// here, or have Kestrel listen with UseHttps; behind a proxy, let it pass plain HTTP on."
            ),
            "UnrecognizedHTTPVersion" => (
                "The request line names a version that this port does not speak: HTTP/2 without TLS, sent to a port for HTTP/1.1, begins so.",
                "Have the client or proxy speak HTTP/1.1 here, or set HttpProtocols.Http2 for this port: without TLS a port speaks the one or the other."
            ),
            "InvalidRequestLine" or "InvalidRequestTarget" => (
                "The request line is malformed: its method or target is not HTTP.",
                "Check that the client speaks plain HTTP here: a URL with unescaped characters looks like this, and so does what follows a header value with a line feed at its end."
            ),
            _ => status switch
            {
                StatusCodes.Status414UriTooLong => (
                    "The request line is longer than KestrelServerLimits.MaxRequestLineSize.",
                    "Send the credential in the Authorization header, or as a connection ticket, instead of the query; or raise MaxRequestLineSize."
                ),
                StatusCodes.Status431RequestHeaderFieldsTooLarge => (
                    "The headers are more or longer than Kestrel's limits allow.",
                    HeaderFix
                ),
                StatusCodes.Status408RequestTimeout => (
                    "The headers did not arrive within KestrelServerLimits.RequestHeadersTimeout.",
                    "Look for a proxy or network that holds the request back."
                ),
                _ => ($"The request breaks a rule of HTTP{(name.Length == 0 ? "" : $" ({name})")}.", null),
            },
        };
}
