using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace WsAuth.Client.Diagnosis;

/// <summary>Facts from an exception at hand: what <see cref="ClientWebSocket"/> throws, and what it keeps of the answer.</summary>
internal static partial class ExceptionReading
{
    public static HandshakeFacts Of(Exception exception, Uri? url, ClientWebSocket? socket, TimeProvider clock)
    {
        exception = Unwrap(exception);
        var now = clock.GetUtcNow();
        var facts = new HandshakeFacts(url, new Concealment(url), now)
        {
            IsConnect =
                socket?.Options
                    is { HttpVersion.Major: >= 2, HttpVersionPolicy: not HttpVersionPolicy.RequestVersionOrLower },
        };
        if (AnswerOf(socket, exception) is { } answer && answer.Status != 101)
        {
            facts.Answer = answer;
            facts.Clock = ServerClock.Of(answer, now);
            facts.Obstacle = Obstacle.Answered;
            return facts;
        }

        (facts.Obstacle, facts.Seen) = Judge(exception);
        facts.Close = CloseOf(exception, socket);
        facts.Obstacle = facts.Close is null ? facts.Obstacle : Obstacle.Closed;
        return facts;
    }

    // Task.Wait, Task.Result and the layers of an application wrap what was thrown.
    private static Exception Unwrap(Exception exception) =>
        Causes(exception)
            .FirstOrDefault(cause =>
                cause
                    is WebSocketException
                        or OperationCanceledException
                        or FirstMessageRefusedException
                        or CredentialUnavailableException
            )
        ?? exception;

    private static (Obstacle, string) Judge(Exception exception) =>
        exception switch
        {
            CredentialUnavailableException => (
                Obstacle.NotSent,
                "There was no credential to connect with; nothing was sent."
            ),
            OperationCanceledException => (Obstacle.CancelledOrTimedOut, ""),
            FirstMessageRefusedException refused => (
                Obstacle.FirstMessageUnconfirmed,
                refused.CloseStatus is null ? "no auth_ok came" : ""
            ),
            _ => Judge(Causes(exception).ToList()),
        };

    private static (Obstacle, string) Judge(List<Exception> causes)
    {
        var socket = causes.OfType<SocketException>().FirstOrDefault()?.SocketErrorCode;
        var http = causes.OfType<HttpRequestException>().FirstOrDefault()?.HttpRequestError;
        var protocol = causes.OfType<WebSocketException>().FirstOrDefault()?.WebSocketErrorCode;
        var seen = $"{causes[^1].GetType().Name}{(socket is { } code ? $" {code}" : "")}";
        var obstacle =
            http == HttpRequestError.NameResolutionError ? Obstacle.NameUnknown
            : socket == SocketError.ConnectionRefused ? Obstacle.ConnectionRefused
            : socket == SocketError.TimedOut ? Obstacle.ConnectTimedOut
            : socket == SocketError.ConnectionReset ? Obstacle.Reset
            : causes.Exists(cause => cause is AuthenticationException)
            && CertificateWords().IsMatch(causes.OfType<AuthenticationException>().First().Message)
                ? Obstacle.CertificateRefused
            : http == HttpRequestError.SecureConnectionError ? Obstacle.TlsFailed
            : http == HttpRequestError.ResponseEnded ? Obstacle.ClosedWithoutAnswer
            : http == HttpRequestError.InvalidResponse ? Obstacle.NotHttp
            : http == HttpRequestError.ConnectionError ? Obstacle.Unreachable
            : protocol == WebSocketError.ConnectionClosedPrematurely ? Obstacle.BrokenOff
            : protocol == WebSocketError.UnsupportedProtocol ? Obstacle.SubProtocolNotOffered
            : protocol is WebSocketError.HeaderError or WebSocketError.NotAWebSocket ? Obstacle.UpgradeHeadersWrong
            : Obstacle.Unknown;
        return (
            obstacle,
            obstacle is Obstacle.Unreachable or Obstacle.Unknown ? seen : "what exactly, the exception does not say"
        );
    }

    // Without collected details the status stands in the message and nowhere else.
    private static HttpAnswer? AnswerOf(ClientWebSocket? socket, Exception exception)
    {
        if (socket is not null && socket.HttpStatusCode != default)
        {
            var headers = (socket.HttpResponseHeaders ?? new Dictionary<string, IEnumerable<string>>()).SelectMany(
                pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value))
            );
            return new HttpAnswer((int)socket.HttpStatusCode, Phrase(socket.HttpStatusCode), [.. headers], "", default);
        }

        return
            exception is WebSocketException { WebSocketErrorCode: WebSocketError.NotAWebSocket }
            && QuotedStatus().Match(exception.Message) is { Success: true } match
            ? new HttpAnswer(
                int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture),
                "(its headers were not collected: set CollectHttpResponseDetails)",
                [],
                "",
                default
            )
            : null;
    }

    private static CloseFrame? CloseOf(Exception exception, ClientWebSocket? socket) =>
        exception is FirstMessageRefusedException { CloseStatus: { } status } refused
            ? new CloseFrame((int)status, refused.CloseText ?? "")
        : socket?.CloseStatus is { } closed ? new CloseFrame((int)closed, socket.CloseStatusDescription ?? "")
        : null;

    private static string Phrase(HttpStatusCode status) => Enum.IsDefined(status) ? status.ToString() : "";

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    [GeneratedRegex("'(?<status>[1-5][0-9]{2})'")]
    private static partial Regex QuotedStatus();

    [GeneratedRegex("certificate", RegexOptions.IgnoreCase)]
    private static partial Regex CertificateWords();
}
