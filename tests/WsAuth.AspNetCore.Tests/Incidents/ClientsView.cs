using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using WsAuth.Client.Diagnosis;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.AspNetCore.Tests.Incidents;

/// <summary>What the client's side says of a refusal, beside the line that the server wrote about the same attempt.</summary>
internal static class ClientsView
{
    /// <summary>Diagnoses with generous limits, and has the leak watch look at text and data.</summary>
    public static async Task<HandshakeDiagnosis> DiagnoseAsync(Uri url, Action<DiagnosisOptions>? configure = null)
    {
        var diagnosis = await HandshakeDiagnosis.RunAsync(
            url,
            options =>
            {
                options.StepTimeout = TimeSpan.FromMinutes(1);
                configure?.Invoke(options);
            }
        );
        return Observed(diagnosis);
    }

    /// <summary>Connects by <see cref="ClientWebSocket"/>, in vain, and reads what was thrown.</summary>
    public static async Task<(Exception Thrown, HandshakeDiagnosis Diagnosis)> CatchAsync(
        Uri url,
        string? token,
        CancellationToken cancellationToken = default
    )
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        }

        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => socket.ConnectAsync(url, cancellationToken));
        return (thrown, Observed(HandshakeDiagnosis.Of(thrown, socket, url)));
    }

    public static HandshakeDiagnosis Observed(HandshakeDiagnosis diagnosis)
    {
        LeakWatch.Observe(diagnosis.ToString());
        LeakWatch.Observe(JsonSerializer.Serialize(diagnosis));
        return diagnosis;
    }

    /// <summary>Where it failed and what the server called it.</summary>
    public static void AssertFails(
        this HandshakeDiagnosis diagnosis,
        HandshakePhase phase,
        int status,
        string reason,
        string verdict,
        string fix
    )
    {
        Assert.Equal(
            (false, phase, status, reason, verdict),
            (diagnosis.Succeeded, diagnosis.Phase, diagnosis.Status, diagnosis.Reason, diagnosis.Verdict)
        );
        Assert.Contains(fix, diagnosis.Fix, StringComparison.Ordinal);
    }

    /// <summary>A credential that the server does not accept, and of which it tells nobody but its log why.</summary>
    public static void AssertCredentialInvalid(this HandshakeDiagnosis diagnosis) =>
        diagnosis.AssertFails(
            HandshakePhase.HttpAuthentication,
            401,
            "credential_invalid",
            "The credential is not valid here.",
            $"Look attempt {diagnosis.AttemptId} up in the server's log"
        );

    /// <summary>Asks the server about an attempt, as a page does that saw nothing but 1006. Ask when the line about it has been read: by then it can be answered.</summary>
    public static async Task<JsonElement> AskAboutAsync(Uri server, string? attempt)
    {
        using var answer = await new Uri(server, $"/ws-auth/attempts/{attempt}").GetAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>The one line that the server wrote about the attempt.</summary>
    public static RecordedEvent LineOf(this KestrelHost host, string? attempt)
    {
        Assert.NotNull(attempt);
        Assert.DoesNotContain(host.Logs.All, entry => LeakWatch.Holds(entry.Message));
        return Assert.Single(host.Logs.Handshakes, entry => Equals(entry.Values["AttemptId"], attempt));
    }

    public static void AssertSays(this RecordedEvent line, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, line.Message, StringComparison.Ordinal));
}
