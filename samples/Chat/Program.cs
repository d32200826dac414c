using Chat;
using WsAuth.Options;
using WsAuth.Tokens;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddWsAuth(builder.Configuration);
builder.Services.AddSingleton<ChatRoom>().AddSingleton<Sessions>();

var app = builder.Build();
app.UsePageHeaders();
app.UseDefaultFiles();
app.UseStaticFiles();
app.UseWebSockets();

// Who is it? The name is taken at its word, and there is no password: a sample.
app.MapPost("/login", (Sessions sessions, SignIn signIn) => sessions.Begin(signIn));
app.MapPost("/renew", (Sessions sessions, HttpContext context) => sessions.Renew(context)).RequireWsAuth(TokenKind.Jwt);
app.MapPost("/revoke-me", (Sessions sessions, HttpContext context) => sessions.RevokeAsync(context))
    .RequireWsAuth(TokenKind.Jwt);

// A page buys a ticket with its JWT, and connects with the ticket: once.
app.MapWsAuthTickets("/auth/ws-ticket");
app.Map("/ws", ChatRoom.JoinAsync).RequireWsAuth(TokenKind.Ticket);
app.Map("/ws/told", ChatRoom.JoinAsync)
    .RequireWsAuth(endpoint =>
    {
        endpoint.Kinds = [TokenKind.Ticket];
        endpoint.Refusal = RefusalMode.CloseForBrowsers;
    });

app.MapWsAuthConnections(); // the silent refresh
app.MapWsAuthDiagnostics(); // what became of a handshake that the page saw nothing of
app.MapGet("/wsauth.mjs", () => Results.File(Path.Combine(AppContext.BaseDirectory, "wsauth.mjs"), "text/javascript"));
app.Run();

/// <summary>Named, so that test suites can start this very program.</summary>
public sealed partial class Program;
