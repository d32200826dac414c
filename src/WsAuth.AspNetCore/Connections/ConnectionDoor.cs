using System.Net;
using Microsoft.AspNetCore.Http;
using WsAuth.Handshake;

namespace WsAuth.AspNetCore.Connections;

/// <summary>The door that an open socket came through: what it accepts, where it is, and from where the socket came.</summary>
internal sealed record ConnectionDoor(
    HandshakeRequirements Requirements,
    Endpoint? Endpoint,
    string Path,
    IPAddress? RemoteAddress
);
