using Microsoft.Extensions.Primitives;
using WsAuth.Credentials;

namespace WsAuth.Tests.Handshake;

/// <summary>A request with the headers and the parameters that a test gives it.</summary>
internal sealed class PresentedRequest : HandshakeRequest
{
    private readonly Dictionary<string, StringValues> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, StringValues> _query = new(StringComparer.OrdinalIgnoreCase);

    public override bool IsHandshake => !IsPlainHttp;

    public bool IsPlainHttp { get; init; }

    public override string Path => RequestPath;

    public string RequestPath { get; init; } = "/ws";

    public override string RawQuery =>
        _query.Count == 0
            ? ""
            : "?" + string.Join('&', _query.SelectMany(pair => pair.Value, (pair, value) => $"{pair.Key}={value}"));

    public static PresentedRequest Bearer(string credential) =>
        new PresentedRequest().WithHeader("Authorization", "Bearer " + credential);

    public PresentedRequest WithHeader(string name, params string[] values)
    {
        _headers[name] = values;
        return this;
    }

    public PresentedRequest WithQuery(string name, params string[] values)
    {
        _query[name] = values;
        return this;
    }

    public override StringValues Header(string name) => _headers.GetValueOrDefault(name);

    public override StringValues Query(string name) => _query.GetValueOrDefault(name);
}
