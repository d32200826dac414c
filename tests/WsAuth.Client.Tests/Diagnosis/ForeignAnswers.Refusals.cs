using WsAuth.Client.Diagnosis;
using Xunit;
using static WsAuth.Client.Diagnosis.HandshakePhase;

namespace WsAuth.Client.Tests.Diagnosis;

internal static partial class ForeignAnswers
{
    /// <summary>Refusals of who asks.</summary>
    public static TheoryData<string, string, HandshakePhase, string> Refusals =>
        new()
        {
            {
                "nobody asked for",
                Answer("401 Unauthorized", "WWW-Authenticate: Bearer\r\n"),
                HttpAuthentication,
                "The server wants a credential, and none was sent; it asks for Bearer."
            },
            {
                "nobody asked for without a challenge",
                Answer("401 Unauthorized", "Server: x\r\n"),
                HttpAuthentication,
                "The server wants a credential, and none was sent."
            },
            {
                "Cloudflare",
                Answer("403 Forbidden", "Server: cloudflare\r\nCF-Ray: 8a1\r\n", "Attention"),
                HttpAuthentication,
                "cloudflare refuses the request; whether the application ever saw it, its log tells."
            },
            {
                "nginx's deny",
                Answer("403 Forbidden", "Server: nginx/1.27\r\n", "<h1>403 Forbidden</h1>"),
                HttpAuthentication,
                "nginx refuses the request; whether the application ever saw it, its log tells."
            },
            {
                "uvicorn",
                Answer("403 Forbidden", "Server: uvicorn\r\n"),
                HttpAuthentication,
                "The application closed the socket before it accepted it: Starlette, FastAPI and Django Channels answer every such case with 403, whatever its cause, a path without a route too."
            },
            {
                "an origin that is missing",
                Answer("403 Forbidden", "", "Origin header required"),
                HttpAuthentication,
                "The server refuses a handshake without an allowed Origin."
            },
            {
                "a bare 403",
                Answer("403 Forbidden", "Date: x\r\n"),
                HttpAuthentication,
                "The server refuses without a reason: the credential, its permissions, the Origin, or an address list."
            },
            {
                "ws with a status of its own",
                "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\nForbidden",
                HttpAuthentication,
                "A check of the application's own refuses the handshake: the answer is the one that Node's ws gives where verifyClient says no (403)."
            },
            {
                "a proxy's login",
                Answer("407 Proxy Authentication Required"),
                HttpAuthentication,
                "A proxy on the way wants a login of its own."
            },
            {
                "a rate limit",
                Answer("429 Too Many Requests", "Retry-After: 17\r\n"),
                HttpAuthentication,
                "Too many attempts; the server asks to wait: Retry-After 17."
            },
            {
                "a rate limit without a time",
                Answer("429 Too Many Requests"),
                HttpAuthentication,
                "Too many attempts."
            },
            {
                "Python's websockets",
                Answer("403 Forbidden", "Server: Python/3.12 websockets/12.0\r\n"),
                HttpAuthentication,
                "The application's own check refuses the handshake: Python's websockets answers so where process_request says 403."
            },
            {
                "PyJWT's words",
                Answer(
                    "401 Unauthorized",
                    "Server: Python/3.12 websockets/12.0\r\nContent-Type: text/plain\r\n",
                    "InvalidSignatureError: Signature verification failed\n"
                ),
                HttpAuthentication,
                "The server says why: \"InvalidSignatureError: Signature verification failed\"."
            },
            {
                "jsonwebtoken's words in ws' own answer",
                "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\njwt expired",
                HttpAuthentication,
                "The server says why: \"jwt expired\"."
            },
            {
                "jsonwebtoken's words as JSON",
                Answer(
                    "403 Forbidden",
                    "Content-Type: application/json\r\n",
                    "{\"error\":\"jwt audience invalid. expected: chat\"}"
                ),
                HttpAuthentication,
                "The server says why: \"jwt audience invalid. expected: chat\"."
            },
            {
                "words of the application's own",
                Answer("403 Forbidden", "", "tenant is suspended"),
                HttpAuthentication,
                "The server refuses, and says: \"tenant is suspended\"."
            },
            {
                "a page in which a word stands",
                Answer("403 Forbidden", "Server: nginx\r\n", "<h1>jwt malformed</h1>"),
                HttpAuthentication,
                "nginx refuses the request; whether the application ever saw it, its log tells."
            },
            {
                "Django's simplejwt",
                Answer(
                    "401 Unauthorized",
                    "Content-Type: application/json\r\n",
                    "{\"detail\":\"Given token not valid for any token type\",\"code\":\"token_not_valid\"}"
                ),
                HttpAuthentication,
                "Given token not valid for any token type"
            },
            {
                "FastAPI",
                Answer("401 Unauthorized", "Content-Type: application/json\r\n", "{\"detail\":\"Not authenticated\"}"),
                HttpAuthentication,
                "The server wants a credential, and none was sent."
            },
        };
}
