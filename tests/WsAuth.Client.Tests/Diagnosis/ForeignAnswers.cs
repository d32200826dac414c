using WsAuth.Client.Diagnosis;
using Xunit;
using static WsAuth.Client.Diagnosis.HandshakePhase;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>What servers and hops without this library answer instead of an upgrade, and what is made of it.</summary>
internal static partial class ForeignAnswers
{
    private const string Html = "Content-Type: text/html\r\n";

    public static TheoryData<string, string, HandshakePhase, string> Negotiation =>
        new()
        {
            {
                "a single-page application's fallback",
                Answer("200 OK", Html, "<html><title>Shop</title></html>"),
                ProtocolNegotiation,
                "The server answered 200 with a page of the website: /ws is no WebSocket route there, or a hop dropped the upgrade and the fallback page answered."
            },
            {
                "an API that ignores the upgrade",
                Answer("204 No Content"),
                ProtocolNegotiation,
                "The server answered 204 instead of 101: it took the handshake for a plain request, because a hop dropped the upgrade or /ws is no WebSocket route."
            },
            {
                "HTTPS redirection",
                Answer("308 Permanent Redirect", "Location: https://127.0.0.1/ws\r\n"),
                ProtocolNegotiation,
                "The server redirects to TLS (308 to https://127.0.0.1/ws), and WebSocket clients follow no redirection."
            },
            {
                "a trailing slash",
                Answer("301 Moved Permanently", "Location: /ws/\r\n"),
                ProtocolNegotiation,
                "The server redirects to the same path with or without its trailing slash (301 to http://127.0.0.1:PORT/ws/), and WebSocket clients follow no redirection."
            },
            {
                "a login page",
                Answer("302 Found", "Location: /account/login?returnUrl=%2Fws\r\n"),
                HttpAuthentication,
                "The server sends whoever is not logged in to a login page (302 to http://127.0.0.1:PORT/account/login?returnUrl=…): the endpoint wants the website's cookie, or none of its schemes took the credential."
            },
            {
                "another host",
                Answer("307 Temporary Redirect", "Location: http://other.example/ws\r\n"),
                ProtocolNegotiation,
                "The server redirects (307 to http://other.example/ws), and WebSocket clients follow no redirection."
            },
            {
                "a redirection to nowhere",
                Answer("302 Found"),
                ProtocolNegotiation,
                "The server redirects (302) without a place to go to."
            },
            {
                "gorilla",
                Answer("400 Bad Request", "Sec-Websocket-Version: 13\r\n", "Bad Request\n"),
                ProtocolNegotiation,
                "The server misses something in the handshake, which was sent complete: a hop on the way changed it."
            },
            {
                "Tornado",
                Answer("400 Bad Request", "", "Can \"Upgrade\" only to \"WebSocket\"."),
                ProtocolNegotiation,
                "The server misses something in the handshake, which was sent complete: \"Can \\\"Upgrade\\\" only to \\\"WebSocket\\\".\"."
            },
            {
                "HTTP/2 only",
                Answer("400 Bad Request", "", "An HTTP/1.x request was sent to an HTTP/2 only endpoint."),
                ProtocolNegotiation,
                "The port takes HTTP/2 without TLS only, and this handshake is HTTP/1.1."
            },
            {
                "host filtering",
                Answer("400 Bad Request", Html, "<h2>Bad Request - Invalid Hostname</h2>"),
                ProtocolNegotiation,
                "The server does not serve the host name 127.0.0.1."
            },
            {
                "Socket.IO",
                Answer("400 Bad Request", "", "{\"code\":0,\"message\":\"Transport unknown\"}"),
                ProtocolNegotiation,
                "A Socket.IO server answered, and this is no Socket.IO handshake, or the session is on another instance."
            },
            {
                "SignalR",
                Answer("400 Bad Request", "", "Connection ID required"),
                ProtocolNegotiation,
                "A SignalR hub answered, and it expects a negotiated connection."
            },
            {
                "nginx's TLS port",
                Answer(
                    "400 Bad Request",
                    "Server: nginx\r\n",
                    "<center>The plain HTTP request was sent to HTTPS port</center>"
                ),
                HandshakePhase.Tls,
                "Port PORT speaks TLS, and the URL asks for plain HTTP."
            },
            {
                "Go's TLS port",
                Answer("400 Bad Request", "", "Client sent an HTTP request to an HTTPS server.\n"),
                HandshakePhase.Tls,
                "Port PORT speaks TLS, and the URL asks for plain HTTP."
            },
            {
                "a bare 400",
                Answer("400 Bad Request"),
                ProtocolNegotiation,
                "The server or a hop before it did not understand the request, and does not say what of it."
            },
            {
                "no route",
                Answer("404 Not Found", "Server: Kestrel\r\n"),
                ProtocolNegotiation,
                "There is no WebSocket at /ws: a plain GET is answered the same."
            },
            {
                "another method",
                Answer("405 Method Not Allowed", "Allow: POST\r\n"),
                ProtocolNegotiation,
                "The route at /ws exists, but takes another method than this handshake's (GET over HTTP/1.1, CONNECT over HTTP/2): POST."
            },
            {
                "a route for GET behind a hop that speaks HTTP/2",
                Answer("405 Method Not Allowed", "Allow: GET\r\n"),
                ProtocolNegotiation,
                "The route at /ws takes GET, and the handshake reached it as a CONNECT: so it is over HTTP/2 (RFC 8441)."
            },
            {
                "headers dropped on the way",
                Answer("426 Upgrade Required", "Upgrade: websocket\r\n"),
                ProtocolNegotiation,
                "The server asks for an upgrade that was sent: a hop on the way drops Upgrade or Connection."
            },
            {
                "an old draft",
                Answer("426 Upgrade Required", "Sec-WebSocket-Version: 8, 7\r\n"),
                ProtocolNegotiation,
                "The server speaks another version of the WebSocket protocol than 13: \"8, 7\"."
            },
            {
                "too many cookies",
                Answer("431 Request Header Fields Too Large"),
                ProtocolNegotiation,
                "The request is too large for the server (431): cookies, or a credential that has grown."
            },
            {
                "an exception",
                Answer("500 Internal Server Error"),
                ProtocolNegotiation,
                "The application failed before it accepted the socket (500)."
            },
            {
                "nginx without its upstream",
                Answer("502 Bad Gateway", "Server: nginx\r\n"),
                ProtocolNegotiation,
                "nginx answered, because the application behind it did not take the connection or broke it off."
            },
            {
                "haproxy without its servers",
                "HTTP/1.0 503 Service Unavailable\r\nCache-Control: no-cache\r\nContent-Type: text/html\r\n\r\n<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>",
                ProtocolNegotiation,
                "haproxy answered, because the application behind it is not available."
            },
            {
                "a gateway's timeout",
                Answer("504 Gateway Timeout", "Server: awselb/2.0\r\n"),
                ProtocolNegotiation,
                "awselb answered, because the application behind it did not answer in time."
            },
            {
                "a 503 of anyone",
                Answer("503 Service Unavailable"),
                ProtocolNegotiation,
                "A gateway, or the application itself, says that the service is not available."
            },
            {
                "a teapot",
                Answer("418 I'm a teapot"),
                ProtocolNegotiation,
                "The server answered 418 instead of 101, and does not say why."
            },
        };

    public static string Answer(string status, string headers = "", string body = "") =>
        $"HTTP/1.1 {status}\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";
}
