using Gateway;
using Microsoft.AspNetCore.Http.Connections;
using WsAuth.Tokens;

var commandLine = GatewayCommandLine.Parse(args);
if (commandLine.Fault is not null)
{
    Console.Error.WriteLine(commandLine.Fault);
    return 2;
}

var builder = WebApplication.CreateBuilder(commandLine.HostOptions);
builder.Logging.ClearProviders().AddGatewayConsole(commandLine.LogsJson);
builder.Services.AddWsAuth(builder.Configuration);
builder.Services.AddSignalR();
if (!commandLine.LogsJson)
{
    builder.Services.AddHostedService<Welcome>();
}

if (commandLine.IsDemo)
{
    builder.AddDemo();
}

var app = builder.Build();
if (commandLine.ChoseDevelopment)
{
    app.Logger.LogWarning(
        "No environment is set (ASPNETCORE_ENVIRONMENT, DOTNET_ENVIRONMENT): running as Development, on development secrets."
    );
}

app.UseWebSockets();
app.Map("/ws", EchoSocket.RunAsync).RequireWsAuth(TokenKind.Jwt, TokenKind.Ticket);
app.Map("/ws/first", EchoSocket.RunAsync)
    .RequireWsAuth(endpoint =>
    {
        endpoint.Kinds = [TokenKind.Jwt];
        endpoint.FirstMessage = true;
    });
app.Map("/edge/ws", EchoSocket.RunAsync).RequireWsAuth(TokenKind.SharedSecret, TokenKind.EdgeToken);
app.MapHub<EchoHub>("/hub", options => options.Transports = HttpTransportType.WebSockets) // docs/signalr.md says why
    .RequireWsAuth(TokenKind.Jwt); // pages need WsAuth:Query:AccessToken for it
app.MapWsAuthTickets("/auth/ws-ticket");
app.MapWsAuthDiagnostics();
app.MapGet("/wsauth.mjs", () => Results.File(Path.Combine(AppContext.BaseDirectory, "wsauth.mjs"), "text/javascript"));
app.MapGet("/api/whoami", WhoAmI.Describe).RequireWsAuth(TokenKind.Jwt);
return commandLine.IsDemo ? await Demo.RunAsync(app, commandLine.LogsJson) : await app.RunUntilStoppedAsync();

/// <summary>Named, so that test suites can start this very program.</summary>
public sealed partial class Program;
