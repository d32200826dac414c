using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using WsAuth.Tool.CommandLine;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>Asks a running server how its secrets were resolved: <c>GET …/secrets</c> of its diagnostics.</summary>
internal static class ServerReport
{
    private const int Largest = 4 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The address of the report below that of the diagnostics, for example <c>https://host.example/ws-auth</c>.</summary>
    /// <exception cref="ToolException">It is no such address, or one that the token may not be sent to.</exception>
    public static Uri AddressOf(string diagnostics, bool hasToken)
    {
        var isUrl = Uri.TryCreate(diagnostics, UriKind.Absolute, out var url);
        if (
            !isUrl
            || url!.Scheme is not ("http" or "https" or "ws" or "wss")
            || url.Query.Length + url.Fragment.Length > 0
        )
        {
            throw ToolException.Usage(
                "--server takes the address of the diagnostics without a query, for example https://chat.example/ws-auth."
            );
        }

        var isSafe = url.Scheme is "https" or "wss";
        return isSafe || url.IsLoopback || !hasToken
            ? new UriBuilder(url)
            {
                Scheme = isSafe ? "https" : "http",
                Port = url.Port,
                Path = url.AbsolutePath.TrimEnd('/') + "/secrets",
            }.Uri
            : throw ToolException.Usage(
                "An operator's token is not sent over http:// to another machine, since everybody on the way can read it; use https://."
            );
    }

    /// <exception cref="ToolException">There is no report for this caller.</exception>
    public static async Task<JsonElement> FetchAsync(Uri address, string? token, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !address.IsLoopback };
        using var client = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = Largest };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var answer = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw ToolException.Unreadable(Describe(answer.StatusCode, token is not null));
            }

            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (HttpRequestException failure)
        {
            throw ToolException.Unreadable(
                $"The server cannot be asked ({failure.HttpRequestError}); 'wsauth doctor' finds out why."
            );
        }
        catch (JsonException)
        {
            throw ToolException.Unreadable(NoReport);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ToolException.Unreadable($"The server did not answer within {Patience.TotalSeconds} s.");
        }
    }

    public const string NoReport =
        "What answered there is no report of WsAuth; --server takes the address that MapWsAuthDiagnostics has, /ws-auth by default.";

    private static string Describe(HttpStatusCode status, bool hasToken) =>
        status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized
            ? $"The server answered {(int)status}: the report is shown to operators only, as OperatorPolicy of MapWsAuthDiagnostics says, and to everybody else there is no such path. "
                + (
                    hasToken
                        ? "This token is no operator's there, or the address is another."
                        : $"Give an operator's token by {OperatorToken.OptionName}, or correct the address."
                )
            : $"The server answered {(int)status} instead of a report; --server takes the address that MapWsAuthDiagnostics has, and no redirection is followed.";
}
