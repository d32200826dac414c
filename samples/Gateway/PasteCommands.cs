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
            Paste into a shell, the line with S= (or E=) first: each command mints a token with the server's secret and connects.
            {Read("S", options.Jwt.Secret)}
            # Node (npm install ws jsonwebtoken)
            S="$S" node -e "{Node(new Uri(webSocket, "/ws"))}"
            # SignalR (npm install @microsoft/signalr jsonwebtoken); pages need WsAuth__Query__AccessToken=true, see docs/signalr.md
            S="$S" node -e "{Hub(new Uri(address, "/hub"))}"
            # Python (websockets, PyJWT)
            S="$S" python3 -c '{Python(new Uri(webSocket, "/ws"))}'
            # curl, with Python for the signature
            S="$S" python3 -c '{PythonHeader()}' | curl -i -H @- {new Uri(address, "/api/whoami")}
            {Read("E", options.SharedSecret.Secret)}
            # Node, with the shared secret itself
            E="$E" node -e "{Edge(new Uri(webSocket, "/edge/ws?edge_agent_id=edge_1"))}"
            """;
    }

    private string Read(string variable, string secret)
    {
        var row = secrets.Resolve(secret).Rows.FirstOrDefault(row => row.State == SecretSourceState.Won);
        return row switch
        {
            { File: { } file } => $"{variable}=$(cat '{file}')",
            { Source: var source } when source.StartsWith("env:", StringComparison.Ordinal) =>
                $"{variable}=${source[4..]}   # in a shell that has the variable",
            { Source: var source } => $"{variable}=…   # the text that {source} holds",
            null => $"{variable}=…   # the secret '{secret}' has no value here",
        };
    }

    private string Node(Uri url) =>
        $"const o={Quote(NodeOptions())},t=require('jsonwebtoken').sign({{sub:'u1'}},process.env.S,o),w=new(require('ws'))('{url}',{{headers:{{authorization:'Bearer '+t}}}});"
        + "w.on('open',()=>w.send(JSON.stringify({type:'ping'})));w.on('message',m=>{console.log(''+m);w.close()});"
        + "w.on('unexpected-response',(q,r)=>{console.log(r.statusCode,r.headers['x-wsauth-reason'],r.headers['x-wsauth-attempt']);q.destroy()})";

    private string Hub(Uri url) =>
        $"const o={Quote(NodeOptions())},accessTokenFactory=()=>require('jsonwebtoken').sign({{sub:'u1'}},process.env.S,o),"
        + $"c=new(require('@microsoft/signalr').HubConnectionBuilder)().withUrl('{url}',{{accessTokenFactory}}).configureLogging('none').build();"
        + "c.start().then(()=>c.invoke('WhoAmI')).then(console.log,e=>console.log(e.message)).finally(()=>c.stop())";

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

    // Python's own library is enough to sign, and pipes the header past the process list.
    private string PythonHeader() =>
        $$$"""
            import base64,hashlib,hmac,json,os,time
            b=lambda x: base64.urlsafe_b64encode(x).rstrip(b"=").decode()
            t=b(json.dumps({"alg":"{{{options.Jwt.Algorithm}}}","typ":"JWT"}).encode())+"."+b(json.dumps({**{{{JsonSerializer.Serialize(
                Claims()
            )}}},"exp":int(time.time())+300}).encode())
            print("Authorization: Bearer "+t+"."+b(hmac.new(os.environ["S"].encode(),t.encode(),hashlib.sha{{{options.Jwt.Algorithm[
                2..
            ]}}}).digest()))
            """;

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
