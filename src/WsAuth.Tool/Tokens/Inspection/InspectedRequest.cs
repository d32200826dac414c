using Microsoft.Extensions.Primitives;
using WsAuth.Credentials;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>The handshake that a credential would come with, as far as it is known.</summary>
internal sealed class InspectedRequest : HandshakeRequest
{
    private readonly Dictionary<string, StringValues> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, StringValues> _query = new(StringComparer.OrdinalIgnoreCase);

    public override bool IsHandshake => true;

    public override string Path => RequestPath;

    public string RequestPath { get; set; } = "/";

    public override string RawQuery => RawQueryText;

    public string RawQueryText { get; private set; } = "";

    /// <summary>The path where it came from a URL; null where there was none.</summary>
    public string? UrlPath => RawQueryText.Length > 0 ? RequestPath : null;

    /// <summary>The agent that the query names; null where it names none.</summary>
    public string? Agent => Query(AgentIdParameter).FirstOrDefault();

    public override StringValues Header(string name) => _headers.GetValueOrDefault(name);

    public override StringValues Query(string name) => _query.GetValueOrDefault(name);

    public InspectedRequest WithHeader(string name, string? value)
    {
        if (value is not null)
        {
            _headers[name] = value;
        }

        return this;
    }

    /// <summary>Takes a query as it stands in a URL: a <c>+</c> is a space there.</summary>
    public InspectedRequest WithQuery(string query)
    {
        RawQueryText = "?" + query;
        foreach (var (name, value) in UrlText.Parameters(query))
        {
            _query[name] = StringValues.Concat(_query.GetValueOrDefault(name), value);
        }

        return this;
    }
}
