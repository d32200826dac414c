using Microsoft.AspNetCore.SignalR;

namespace Gateway;

/// <summary>A SignalR hub under the same scheme: <c>Echo</c> answers what it is given, <c>WhoAmI</c> the caller.</summary>
internal sealed class EchoHub : Hub
{
    public string Echo(string text) => text;

    public string? WhoAmI() => Context.UserIdentifier;
}
