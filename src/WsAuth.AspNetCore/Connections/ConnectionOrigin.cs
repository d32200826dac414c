using System.Net;

namespace WsAuth.AspNetCore.Connections;

/// <summary>Where an open socket came from, as far as its request still tells.</summary>
/// <param name="IsTraceOfCaller">Whether its attempt id is a trace's that the caller began.</param>
/// <param name="RemoteAddress">The address.</param>
/// <param name="Page">The page's origin, quoted; null where none was sent.</param>
internal readonly record struct ConnectionOrigin(bool IsTraceOfCaller, IPAddress? RemoteAddress, string? Page);
