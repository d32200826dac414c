using Microsoft.AspNetCore.SignalR;

namespace WsAuth.AspNetCore.Tests.Doors;

public sealed class EchoHub : Hub
{
    public string WhoAmI() => Context.UserIdentifier ?? Context.User?.Identity?.Name ?? "nobody";
}
