using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsAuth.Options;
using WsAuth.State;
using WsAuth.Testing;
using WsAuth.Testing.HostileCredentials;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Handshake;

/// <summary>The table of hostile credentials over real HTTP: the wire tells the class, the log the reason.</summary>
public sealed class HostileTableTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly HostileContext _context;

    public HostileTableTests() => _context = new HostileContext(_clock.GetUtcNow());

    [Fact]
    public async Task Each_row_ends_as_it_should_on_the_wire_and_in_the_log()
    {
        await using var host = await StartAsync();
        var wrong = new List<string>();
        var attempts = new Dictionary<string, HostileCredential>(StringComparer.Ordinal);
        foreach (var row in HostileTable.Rows)
        {
            using var answer = await host.Http(row.Path)
                .GetAsync(
                    null,
                    [.. HostHandshakes.HandshakeHeaders, ("Authorization", "Bearer " + row.Make(_context))]
                );
            var expected = row.Expected is null
                ? "200 refused_elsewhere"
                : $"{row.Expected.Status} {row.Expected.WireClass}";
            var seen = $"{(int)answer.StatusCode} {HeaderOf(answer, "X-WsAuth-Reason")}";
            if (seen != expected)
            {
                wrong.Add($"{row.Name}: expected {expected}, was {seen}");
            }

            if (row.Expected is not null && HeaderOf(answer, "X-WsAuth-Attempt") is { Length: > 0 } attempt)
            {
                attempts.Add(attempt, row);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(HostileTable.Rows.Count(row => row.Expected is not null), attempts.Count);
        Assert.Equal(
            attempts.Select(attempt => $"{attempt.Value.Name}: {attempt.Value.Expected!.Code}"),
            attempts.Select(attempt => $"{attempt.Value.Name}: {LoggedReason(host, attempt.Key)}")
        );
        Assert.DoesNotContain(host.Logs.All, entry => entry.Id.Name == "ValidatorFailed");
    }

    private static string HeaderOf(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";

    private static string? LoggedReason(KestrelHost host, string attempt) =>
        Assert
            .Single(host.Logs.Handshakes, entry => (string?)entry.Values.GetValueOrDefault("AttemptId") == attempt)
            .Id.Name;

    // The handler answers without opening a socket: what is asked here is who gets as far as it.
    private Task<KestrelHost> StartAsync()
    {
        var variables = new TestVariables();
        _context.Set(variables);
        var (name, value) = HostileContext.TicketSecretSetting;
        return KestrelHost.StartAsync(
            app =>
            {
                app.UseWebSockets();
                foreach (var kind in HostileTable.Rows.Select(row => row.Kind).Distinct())
                {
                    app.Map("/" + kind.Name, HttpConversation.WhoAmIAsync).RequireWsAuth(kind);
                }
            },
            new Dictionary<string, string?> { ["WsAuth:" + name] = value },
            configure: builder =>
            {
                builder.Services.AddWsAuth(builder.Configuration);
                builder.Services.Configure<WsAuthOptions>(HostileContext.Configure);
                builder.Services.AddSingleton<ISingleUseStore, AnyNumberOfTimes>();
            },
            clock: _clock,
            variables: variables
        );
    }
}
