using Microsoft.AspNetCore.Http;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Connections;

/// <summary>The door that an open socket came through: what it accepts, and where it is.</summary>
internal sealed record ConnectionDoor(HandshakeRequirements Requirements, Endpoint? Endpoint, string Path);
