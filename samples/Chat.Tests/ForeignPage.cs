using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WsAuth.Testing;

namespace Chat.Tests;

/// <summary>An empty page of some server's own, with the module that connects.</summary>
internal static class ForeignPage
{
    /// <summary>Answers how the first attempt to connect ended: what wsauth.mjs says of it, and the first message where it opened.</summary>
    public const string Connect = """
        async ({ url, ticket, ticketsFor }) => {
          const { connect, fetchTicket } = await import('/wsauth.mjs');
          const states = [];
          const headers = { authorization: `Bearer ${ticketsFor}` };
          return new Promise((resolve) => {
            const link = connect({
              url,
              credential: () => (ticket ? { ticket } : fetchTicket('/auth/ws-ticket', { path: new URL(url).pathname, headers })),
              onmessage: ({ data }) => { states.push(data); link.close(); resolve([...states]); },
              onstate: ({ phase, end }) => {
                states.push([phase, end?.code, end?.reason, end?.title].filter(Boolean).join(' '));
                if (phase !== 'waiting' && phase !== 'stopped') return;
                resolve([...states]);
                link.close();
              },
            });
          });
        }
        """;

    public static void MapForeignPage(this WebApplication app)
    {
        app.MapGet("/", () => Results.Text("<!doctype html><title>Another page</title><p>Another page", "text/html"));
        app.MapGet(
            "/wsauth.mjs",
            () => Results.File(Path.Combine(AppContext.BaseDirectory, "wsauth.mjs"), "text/javascript")
        );
    }

    /// <summary>A server of another origin that has nothing but the page.</summary>
    public static Task<KestrelHost> StartAsync() =>
        KestrelHost.StartAsync(app => app.MapForeignPage(), configure: _ => { });

    public static async Task<string[]> ConnectAsync(
        this Visitor visitor,
        Uri url,
        string? ticket = null,
        string? ticketsFor = null
    )
    {
        var states = await visitor.Page.EvaluateAsync<string[]>(
            Connect,
            new
            {
                url = url.ToString(),
                ticket,
                ticketsFor,
            }
        );
        foreach (var state in states)
        {
            LeakWatch.Observe(state);
        }

        return states;
    }
}
