using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.AspNetCore.Registration;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Tests.Health;

/// <summary>A host with the health check behind <c>MapHealthChecks</c>: plain, and with the data as an operator's page would show it.</summary>
internal static class HealthHost
{
    public static Task<KestrelHost> StartAsync(
        TokenKind[] kinds,
        Dictionary<string, string?>? settings = null,
        TestVariables? variables = null,
        ManualTimeProvider? clock = null,
        ISingleUseStore? store = null,
        Action<WsAuthBuilder>? more = null,
        Action<IHealthChecksBuilder>? add = null
    ) =>
        KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.Map("/ws", EchoEndpoint.RunAsync).RequireWsAuth(kinds);
                app.MapHealthChecks("/health");
                app.MapHealthChecks("/health/data", new HealthCheckOptions { ResponseWriter = WriteAsync });
            },
            settings,
            configure: builder =>
            {
                if (store is not null)
                {
                    builder.Services.AddSingleton(store);
                }

                (add ?? (checks => checks.AddWsAuth()))(builder.Services.AddHealthChecks());
                var wsAuth = builder.Services.AddWsAuth(builder.Configuration);
                more?.Invoke(wsAuth);
            },
            clock: clock,
            variables: variables
        );

    public static async Task<HealthAnswer> AskHealthAsync(this KestrelHost host)
    {
        using var client = new HttpClient();
        using var plain = await client.GetAsync(host.Http("/health"));
        using var data = await client.GetAsync(host.Http("/health/data"));
        var text = await data.Content.ReadAsStringAsync();
        LeakWatch.Observe(text);
        using var document = JsonDocument.Parse(text);
        return new HealthAnswer(
            (int)plain.StatusCode,
            await plain.Content.ReadAsStringAsync(),
            document.RootElement.GetProperty("Description").GetString()!,
            document.RootElement.GetProperty("Data").Clone()
        );
    }

    private static Task WriteAsync(
        HttpContext context,
        Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport report
    )
    {
        var entry = report.Entries.Values.Single();
        return context.Response.WriteAsJsonAsync(new { entry.Description, entry.Data }, new JsonSerializerOptions());
    }
}
