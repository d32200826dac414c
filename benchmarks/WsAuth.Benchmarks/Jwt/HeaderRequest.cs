using Microsoft.Extensions.Primitives;
using WsAuth.Credentials;

namespace WsAuth.Benchmarks.Jwt;

/// <summary>A handshake that consists of its <c>Authorization</c> header.</summary>
internal sealed class HeaderRequest(string authorization, string path = "/ws") : HandshakeRequest
{
    public override bool IsHandshake => true;

    public override string Path => path;

    public override string RawQuery => "";

    public override StringValues Header(string name) => name == "Authorization" ? authorization : StringValues.Empty;

    public override StringValues Query(string name) => StringValues.Empty;
}
