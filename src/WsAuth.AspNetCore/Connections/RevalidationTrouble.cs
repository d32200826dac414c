namespace WsAuth.AspNetCore.Connections;

/// <summary>That questions about open sockets fail, since one was last answered.</summary>
/// <param name="Fault">Who failed last, and how.</param>
/// <param name="At">When.</param>
/// <param name="Count">How many questions.</param>
internal sealed record RevalidationTrouble(string Fault, DateTimeOffset At, int Count);
