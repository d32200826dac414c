using System.Net.WebSockets;
using System.Text;
using WsAuth.Tokens;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddWsAuth(builder.Configuration); // section "WsAuth"; checked when the host starts

var app = builder.Build();
app.UseWebSockets();
app.Map("/ws", GreetAsync).RequireWsAuth(TokenKind.Jwt);
app.Run();

static async Task GreetAsync(HttpContext context)
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    var greeting = Encoding.UTF8.GetBytes($"hello {context.User.Identity!.Name}");
    await socket.SendAsync(greeting, WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
}
