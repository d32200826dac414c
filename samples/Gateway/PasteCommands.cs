using System.Text.Json;
using WsAuth.Options;
using WsAuth.Secrets;

namespace Gateway;

/// <summary>
/// Commands that mint a token and connect, for a shell. The secret is read from where the server reads it; it stands in no
/// command and in no process list.
/// </summary>
internal sealed class PasteCommands(Uri address, SecretResolver secrets, WsAuthOptions options)
{
    public override string ToString()
    {
        var webSocket = new UriBuilder(address) { Scheme = address.Scheme == "https" ? "wss" : "ws" }.Uri;
        return $"""
            Paste one of these into a shell (Node needs ws and jsonwebtoken, Python needs websockets and PyJWT):
              {Read("S", options.Jwt.Secret)}
              Node    S="$S" node -e "{Node(new Uri(webSocket, "/ws"))}"
              Python  S="$S" python3 -c '{Python(new Uri(webSocket, "/ws"))}'
              curl    {Curl(new Uri(address, "/api/whoami"))}
              {Read("E", options.SharedSecret.Secret)}
              edge    E="$E" node -e "{Edge(new Uri(webSocket, "/edge/ws?edge_agent_id=edge_1"))}"
            """;
    }

    private string Read(string variable, string secret)
    {
        var row = secrets.Resolve(secret).Rows.FirstOrDefault(row => row.State == SecretSourceState.Won);
        return row switch
        {
            { File: { } file } => $"{variable}=$(cat '{file}')",
            { Source: var source } when source.StartsWith("env:", StringComparison.Ordinal) =>
                $"{variable}=${source[4..]}",
            { Source: var source } => $"{variable}=…   # the text that {source} holds",
            null => $"{variable}=…   # the secret '{secret}' has no value here",
        };
    }

    private string Node(Uri url) =>
        $"const o={Quote(NodeOptions())},t=require('jsonwebtoken').sign({{sub:'u1'}},process.env.S,o),w=new(require('ws'))('{url}',{{headers:{{authorization:'Bearer '+t}}}});"
        + "w.on('open',()=>w.send(JSON.stringify({type:'ping'})));w.on('message',m=>{console.log(''+m);w.close()});"
        + "w.on('unexpected-response',(q,r)=>{console.log(r.statusCode,r.headers['x-wsauth-reason'],r.headers['x-wsauth-attempt']);q.destroy()})";

    private static string Edge(Uri url) =>
        $"const w=new(require('ws'))('{url}',{{headers:{{authorization:'Bearer '+process.env.E}}}});"
        + "w.on('open',()=>w.send(JSON.stringify({type:'ping'})));w.on('message',m=>{console.log(''+m);w.close()});"
        + "w.on('unexpected-response',(q,r)=>{console.log(r.statusCode,r.headers['x-wsauth-reason'],r.headers['x-wsauth-attempt']);q.destroy()})";

    private string Python(Uri url) =>
        $$$"""
            import asyncio,jwt,os,time,websockets as w
            async def main():
                t=jwt.encode({**{{{JsonSerializer.Serialize(
                Claims()
            )}}},"exp":int(time.time())+300},os.environ["S"],"{{{options.Jwt.Algorithm}}}")
                k="additional_headers" if int(w.__version__.split(".")[0])>13 else "extra_headers"
                async with w.connect("{{{url}}}",**{k:{"Authorization":"Bearer "+t}}) as s:
                    await s.send("{\"type\":\"ping\"}"); print(await s.recv())
            asyncio.run(main())
            """;

    private string Curl(Uri url)
    {
        var claims = JsonSerializer.Serialize(Claims());
        return "b() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }; "
            + $"T=$(printf '{{\"alg\":\"{options.Jwt.Algorithm}\",\"typ\":\"JWT\"}}' | b).$(printf '{claims[..^1]},\"exp\":%s}}' $(($(date +%s)+300)) | b); "
            + $"T=$T.$(printf %s \"$T\" | openssl dgst -sha{options.Jwt.Algorithm[2..]} -hmac \"$S\" -binary | b); "
            + $"curl -i -H \"Authorization: Bearer $T\" {url}";
    }

    private Dictionary<string, string> Claims()
    {
        var claims = new Dictionary<string, string> { ["sub"] = "u1" };
        Add(claims, "iss", options.Jwt.Issuer);
        Add(claims, "aud", Audience);
        return claims;
    }

    private Dictionary<string, object> NodeOptions()
    {
        var sign = new Dictionary<string, object> { ["expiresIn"] = 300, ["algorithm"] = options.Jwt.Algorithm };
        Add(sign, "issuer", options.Jwt.Issuer);
        Add(sign, "audience", Audience);
        return sign;
    }

    private string? Audience =>
        options.Jwt.Audience?.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();

    private static void Add<T>(Dictionary<string, T> values, string name, T? value)
    {
        if (value is not null)
        {
            values[name] = value;
        }
    }

    // Inside a double-quoted shell word, JavaScript takes single quotes.
    private static string Quote(object value) => JsonSerializer.Serialize(value).Replace('"', '\'');
}
