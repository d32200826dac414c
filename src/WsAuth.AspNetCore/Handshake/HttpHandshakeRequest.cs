using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using WsAuth.AspNetCore.Limits;
using WsAuth.Credentials;

namespace WsAuth.AspNetCore.Handshake;

/// <summary>A request of this host as the core sees it: the values that arrived, even after they were overwritten for later code.</summary>
internal sealed class HttpHandshakeRequest : HandshakeRequest
{
    private readonly HttpContext _context;
    private readonly IQueryCollection? _query;
    private readonly StringValues _subProtocols;

    public HttpHandshakeRequest(HttpContext context)
    {
        _context = context;
        IsHandshake = HandshakeProtocol.IsHandshake(context);
        _subProtocols = context.Request.Headers.SecWebSocketProtocol;
        RawQuery = context.Request.QueryString.Value ?? "";
        _query = RawQuery.Length > 1 ? context.Request.Query : null;
    }

    public override bool IsHandshake { get; }

    public override string RawQuery { get; }

    // Read each time: a middleware may have rewritten it since, and what it is now is what routing chose the endpoint by.
    public override string Path => (_context.Request.PathBase + _context.Request.Path).Value ?? "";

    public override string? FindLimit(string subject) =>
        IsHandshake ? _context.RequestServices.GetRequiredService<ConnectionPlaces>().FindFault(subject, false) : null;

    public override StringValues Header(string name) =>
        name.Equals(OfferedSubProtocols.HeaderName, StringComparison.OrdinalIgnoreCase)
            ? _subProtocols
            : _context.Request.Headers[name];

    public override StringValues Query(string name) => _query is null ? StringValues.Empty : _query[name];
}
