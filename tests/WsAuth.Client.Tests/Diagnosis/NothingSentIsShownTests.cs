using System.Net;
using System.Text;
using System.Text.Json;
using WsAuth.Client.Diagnosis;
using WsAuth.Credentials;
using WsAuth.Testing;
using WsAuth.Tokens;
using Xunit;
using static WsAuth.Client.Tests.Diagnosis.DiagnosisExpectations;

namespace WsAuth.Client.Tests.Diagnosis;

/// <summary>The attack: a server says back what was sent, everywhere it can. A diagnosis is pasted into tickets.</summary>
public sealed class NothingSentIsShownTests
{
    // Words, so that nothing but the knowledge of what was sent withholds them.
    private const string Passphrase = "correct-horse-battery-staple";

    public static TheoryData<string> Echoes =>
        [
            "HTTP/1.1 403 {0}\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 403 No\r\nServer: nginx {0}\r\nVia: {0}\r\nX-Powered-By: {0}\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 401 No\r\nWWW-Authenticate: Bearer error=\"x\", error_description=\"{0}\"\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: /{0}/login?next={0}\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: http://x.example/{0}\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 405 No\r\nAllow: {0}\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 429 No\r\nRetry-After: {0}\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 426 No\r\nSec-WebSocket-Version: {0}\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 400 No\r\n\r\nno upgrade for {0}",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>{0}</title>",
            "HTTP/1.1 401 No\r\nX-WsAuth-Reason: {0}\r\nX-WsAuth-Attempt: {0}\r\nContent-Type: application/problem+json\r\n\r\n{{\"code\":\"{0}\",\"detail\":\"{0}\",\"fix\":\"use {0}\"}}",
            "HTTP/1.1 401 No\r\nDate: x\r\n\r\ninvalid signature: {0}",
            "HTTP/1.1 403 No\r\n\r\n{{\"error\":\"jwt malformed {0}\"}}",
            "HTTP/1.1 403 No\r\n\r\nno {0}",
            "{0} is not HTTP\r\n\r\n",
            "HTTP/1.1 {0}\r\n\r\n",
        ];

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task What_a_server_says_back_of_the_credential_is_withheld(string echo)
    {
        foreach (var said in Forms(Passphrase))
        {
            await using var server = new ScriptedServer(string.Format(echo, said));
            foreach (var configure in Places(server.Url()))
            {
                var diagnosis = await DiagnoseAsync(server.Url($"/ws?key={Passphrase}"), configure);

                ShowsNothingOf(said, diagnosis);
            }
        }
    }

    [Theory]
    [InlineData("X-WsAuth-Reason: {0}")]
    [InlineData("X-WsAuth-Attempt: {0}")]
    [InlineData("Location: http://{0}.example/")]
    [InlineData("Location: /ws?{0}=1")]
    public async Task A_credential_in_the_form_of_a_reason_or_an_id_is_none(string header)
    {
        var secret = TestSecrets.Hex(16);
        await using var server = new ScriptedServer(
            ForeignAnswers.Answer("302 Found", string.Format(header, secret) + "\r\n")
        );

        ShowsNothingOf(secret, await DiagnoseAsync(server.Url(), options => options.SetCredential(secret)));
    }

    [Fact]
    public async Task A_credential_that_a_body_calls_an_attempt_id_is_none()
    {
        var secret = TestSecrets.Hex(16);
        await using var server = new ScriptedServer(
            ForeignAnswers.Answer(
                "401 Unauthorized",
                "Content-Type: application/json\r\n",
                $"{{\"attempt\":\"{secret}\",\"reason\":\"{secret}\"}}"
            )
        );

        ShowsNothingOf(
            secret,
            await DiagnoseAsync(
                server.Url(),
                options =>
                {
                    options.SetCredential(secret);
                    options.AttemptsBase = new Uri($"http://127.0.0.1:{server.Url().Port}/");
                }
            )
        );
        Assert.All(
            server.Requests,
            head => Assert.DoesNotContain(secret, head.Split("\r\n")[0], StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("401 Unauthorized", "WWW-Authenticate: {0}")]
    [InlineData("403 Forbidden", "X-WsAuth-Reason: {0}")]
    public async Task A_credential_of_letters_is_withheld_too(string status, string header)
    {
        const string word = "swordfishtrombones";
        await using var server = new ScriptedServer(
            ForeignAnswers.Answer(status, string.Format(header, word) + "\r\n")
        );

        ShowsNothingOf(word, await DiagnoseAsync(server.Url(), options => options.SetCredential(word)));
        ShowsNothingOf(word, await DiagnoseAsync(server.Url($"/ws?{word}")));
    }

    [Theory]
    [InlineData(4401)]
    [InlineData(1000)]
    public async Task A_close_text_that_holds_the_credential_is_withheld(int code)
    {
        await using var server = ScriptedServer.Upgrading(stream =>
            ScriptedServer.CloseAsync(stream, code, $"no {Passphrase}")
        );

        var diagnosis = await DiagnoseAsync(server.Url(), options => options.SetCredential(Passphrase));

        ShowsNothingOf(Passphrase, diagnosis);
        Assert.Contains("withheld", diagnosis.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_sub_protocol_that_is_the_credential_is_withheld()
    {
        await using var server = ScriptedServer.Upgrading(
            ScriptedServer.PongAsync,
            $"Sec-WebSocket-Protocol: {Passphrase}\r\nSec-WebSocket-Extensions: {Passphrase}\r\n"
        );

        ShowsNothingOf(Passphrase, await DiagnoseAsync(server.Url(), options => options.SetCredential(Passphrase)));
    }

    [Fact]
    public async Task Somebody_elses_credential_in_an_answer_is_withheld_too()
    {
        var other = TokenTimeTests.HandmadeToken("{\"sub\":\"somebody else\"}");
        await using var server = new ScriptedServer(
            ForeignAnswers.Answer("403 Forbidden", $"Server: {other}\r\n", $"sid={other}")
        );

        var diagnosis = await DiagnoseAsync(server.Url());

        Assert.False(LeakWatch.Holds(diagnosis.ToString()));
        Assert.Contains(diagnosis.Evidence, line => line.StartsWith("Server: [withheld", StringComparison.Ordinal));
    }

    [Fact]
    public async Task User_and_query_values_of_the_url_are_not_shown()
    {
        await using var server = new ScriptedServer(ForeignAnswers.Answer("404 Not Found"));
        var url = new UriBuilder(server.Url("/ws?ticket=abc&v=hunter2"))
        {
            UserName = "user",
            Password = "pw-of-user",
        }.Uri;

        var diagnosis = await DiagnoseAsync(url);

        Assert.Equal($"ws://127.0.0.1:{url.Port}/ws?ticket=…&v=…", diagnosis.Url);
        ShowsNothingOf("hunter2", diagnosis);
        ShowsNothingOf("pw-of-user", diagnosis);
    }

    [Fact]
    public async Task The_clients_own_attempt_id_is_no_credential_and_comes_back()
    {
        var id = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
        await using var server = new ScriptedServer(
            ForeignAnswers.Answer("404 Not Found", $"X-WsAuth-Attempt: {id}\r\n")
        );

        var byHeader = await DiagnoseAsync(server.Url(), options => options.Headers["X-WsAuth-Attempt"] = id);
        var byQuery = await DiagnoseAsync(server.Url($"/ws?wsauth_attempt={id}"));

        Assert.Equal((id, id), (byHeader.AttemptId, byQuery.AttemptId));
    }

    [Fact]
    public async Task Control_characters_of_a_server_do_not_reach_a_terminal()
    {
        await using var server = new ScriptedServer(
            ForeignAnswers.Answer("403 \u001b[2Jx", "Server: a\u001b]0;b\r\n", "\u001b[31mred\nFix: run this")
        );

        var text = (await DiagnoseAsync(server.Url())).ToString();

        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain("\nFix: run this", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Forms(string text) =>
        [text, text.ToUpperInvariant(), text[4..16], Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{text}"))];

    private static IEnumerable<Action<DiagnosisOptions>> Places(Uri url)
    {
        var cookies = new CookieContainer();
        cookies.Add(new Cookie("sid", Passphrase, "/", url.Host));
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Passphrase}"));
        var token = MintedToken.FromText(Passphrase, TokenKind.SharedSecret);
        return
        [
            options => options.Headers["Authorization"] = $"Basic {basic}",
            options =>
            {
                options.SetCredential(token, CredentialLocations.SubProtocol);
                options.Headers["X-Basic"] = basic;
            },
            options =>
            {
                options.Cookies = cookies;
                options.Headers["X-Basic"] = basic;
            },
        ];
    }

    private static void ShowsNothingOf(string sent, HandshakeDiagnosis diagnosis)
    {
        foreach (var shown in new[] { diagnosis.ToString(), JsonSerializer.Serialize(diagnosis) })
        {
            for (var i = 0; i + 8 <= sent.Length; i++)
            {
                Assert.DoesNotContain(sent.Substring(i, 8), shown, StringComparison.OrdinalIgnoreCase);
            }

            Assert.DoesNotContain(sent, shown, StringComparison.OrdinalIgnoreCase);
        }
    }
}
