using System.Text.Json;

namespace WsAuth.Testing;

/// <summary>Runs a script of tests/clients. Input goes in by environment variables, never by arguments, which every process can read.</summary>
public static class ClientScript
{
    /// <summary>Connects with Node's <c>ws</c>; the credential is the variable <c>TOKEN</c> or <c>AUTHORIZATION</c>.</summary>
    public static Task<ConnectOutcome> ConnectByNodeAsync(Uri url, string? token) =>
        ConnectAsync("connect.js", url, ("TOKEN", token));

    /// <summary>As <see cref="ConnectByNodeAsync"/>, with the <c>Authorization</c> header as it is.</summary>
    public static Task<ConnectOutcome> ConnectByNodeWithHeaderAsync(Uri url, string authorization) =>
        ConnectAsync("connect.js", url, ("AUTHORIZATION", authorization));

    /// <summary>
    /// Connects by a script with the token in a place: <c>header</c>, <c>query</c>, <c>subprotocol</c> or <c>first</c>; Node's also with an <c>Origin</c>, as a
    /// browser sends it, and under another parameter's name.
    /// </summary>
    public static async Task<ConnectOutcome> ConnectFromAsync(
        string script,
        Uri url,
        string? token,
        string place,
        string? origin = null,
        string? parameter = null
    ) =>
        await ConnectAsync(
            script,
            url,
            ("TOKEN", token),
            ("PLACE", place),
            ("ORIGIN", origin),
            ("PARAMETER", parameter)
        );

    /// <summary>
    /// Has a script fetch a ticket with a token and connect with the ticket in a place: <c>query</c>, <c>subprotocol</c> or <c>first</c>. The ticket never
    /// leaves the script.
    /// </summary>
    public static Task<ConnectOutcome> ConnectWithTicketAsync(
        string script,
        Uri tickets,
        Uri url,
        string token,
        string place
    ) => ConnectAsync(script, url, ("TICKETS", tickets.ToString()), ("TOKEN", token), ("PLACE", place));

    /// <summary>Connects to a hub with <c>@microsoft/signalr</c>; what else the script takes is said in it.</summary>
    public static Task<ConnectOutcome> ConnectToHubAsync(
        Uri url,
        string? token,
        params (string Name, string? Value)[] input
    ) => ConnectAsync("signalr.js", url, [("TOKEN", token), .. input]);

    /// <summary>Connects with Python's <c>websockets</c>.</summary>
    public static Task<ConnectOutcome> ConnectByPythonAsync(Uri url, string? token) =>
        ConnectAsync("connect.py", url, ("TOKEN", token));

    /// <summary>Mints by a library of another stack, with the first of the variables of an order that is set on its side.</summary>
    public static async Task<string> MintAsync(
        string script,
        string algorithm,
        string subject,
        string order,
        IReadOnlyDictionary<string, string> secrets
    )
    {
        var minted = await RunAsync(
            script,
            [.. Secrets(order, secrets), ("ALGORITHM", algorithm), ("SUBJECT", subject)]
        );
        return LeakWatch.ProtectToken(minted.GetProperty("token").GetString()!);
    }

    /// <summary>Has jose make a key pair and sign a token with it; answers the token and the public key in two forms.</summary>
    public static async Task<(string Token, string Jwk, string Pem)> MintByKeyPairAsync(
        string algorithm,
        string subject,
        string issuer,
        string keyId
    )
    {
        var minted = await RunAsync(
            "mint-jose-key-pair.mjs",
            [("ALGORITHM", algorithm), ("SUBJECT", subject), ("ISSUER", issuer), ("KEY_ID", keyId)]
        );
        return (
            LeakWatch.ProtectToken(minted.GetProperty("token").GetString()!),
            minted.GetProperty("jwk").GetString()!,
            minted.GetProperty("pem").GetString()!
        );
    }

    /// <summary>Mints an edge token by a script of another stack.</summary>
    public static async Task<string> MintEdgeAsync(string script, string secret, string agent, string phone, long time)
    {
        var minted = await RunAsync(
            script,
            [("SECRET", secret), ("AGENT", agent), ("PHONE", phone), ("TIME", time.ToString())]
        );
        return LeakWatch.Protect(minted.GetProperty("token").GetString()!);
    }

    /// <summary>Verifies by a library of another stack; answers the subject, or null where the library refuses.</summary>
    public static async Task<string?> VerifyAsync(string script, string algorithm, string token, string secret)
    {
        var verified = await RunAsync(
            script,
            [
                .. Secrets("SECRET", new Dictionary<string, string> { ["SECRET"] = secret }),
                ("ALGORITHM", algorithm),
                ("TOKEN", token),
            ]
        );
        return verified.TryGetProperty("subject", out var subject) ? subject.GetString() : null;
    }

    private static async Task<ConnectOutcome> ConnectAsync(string script, Uri url, params (string, string?)[] input)
    {
        var outcome = await RunAsync(script, [("URL", url.ToString()), .. input]);
        LeakWatch.Observe(outcome.GetRawText());
        return outcome.Deserialize<ConnectOutcome>(JsonSerializerOptions.Web)!;
    }

    // Variables that the order names but this side does not have are emptied: the machine may have them.
    private static IEnumerable<(string, string?)> Secrets(string order, IReadOnlyDictionary<string, string> secrets) =>
        order
            .Split(',')
            .Select(name => (name, (string?)secrets.GetValueOrDefault(name, "")))
            .Append(("SECRET_ORDER", order));

    private static async Task<JsonElement> RunAsync(string script, IEnumerable<(string Name, string? Value)> variables)
    {
        var result = await Programs.RunAsync(
            script.EndsWith(".py", StringComparison.Ordinal) ? Programs.Python : "node",
            [script],
            variables.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Name, pair => pair.Value!)
        );
        LeakWatch.Observe(result.Error);
        return result.ExitCode == 0
            ? JsonDocument.Parse(result.Output).RootElement
            : throw new InvalidOperationException($"{script} ended with {result.ExitCode}: {result.Error}");
    }
}
