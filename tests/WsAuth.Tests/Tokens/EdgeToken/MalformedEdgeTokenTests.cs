using System.Text;
using WsAuth.Testing;
using WsAuth.Tests.Handshake;
using WsAuth.Tokens;
using Xunit;

namespace WsAuth.Tests.Tokens.EdgeToken;

/// <summary>Structures that no edge token has, each rightly signed: the structure alone is what refuses them.</summary>
public sealed class MalformedEdgeTokenTests : IDisposable
{
    private const string Refused = "token_malformed";

    private readonly CoreHost _host = new();

    [Theory]
    [InlineData("three parts", "edge_1:@", "It has 3 parts")]
    [InlineData("five parts", "edge_1:+1:more:@", "It has 5 parts")]
    [InlineData("a colon in the agent", "edge:1:+1:@", "It has 5 parts")]
    [InlineData("no agent", ":+1:@", "agent id is empty")]
    [InlineData("a line feed in the agent", "edge\n1:+1:@", "agent id holds a control character")]
    [InlineData("a NUL in the phone", "edge_1:+\u00001:@", "phone holds a control character")]
    [InlineData("a C1 control in the agent", "edge\u00851:+1:@", "control character")]
    [InlineData("no time", "edge_1:+1:", "no number of unix seconds")]
    [InlineData("a sign", "edge_1:+1:+1700000000", "no number of unix seconds")]
    [InlineData("a negative time", "edge_1:+1:-1700000000", "no number of unix seconds")]
    [InlineData("a leading zero", "edge_1:+1:01700000000", "no number of unix seconds")]
    [InlineData("a fraction", "edge_1:+1:1700000000.5", "no number of unix seconds")]
    [InlineData("an exponent", "edge_1:+1:17e8", "no number of unix seconds")]
    [InlineData("white space in the time", "edge_1:+1: 1700000000", "no number of unix seconds")]
    [InlineData("other digits", "edge_1:+1:١٧٠٠٠٠٠٠٠٠", "no number of unix seconds")]
    [InlineData("milliseconds", "edge_1:+1:1700000000000", "divide by 1000")]
    [InlineData("beyond the year 9999", "edge_1:+1:253402300800", "beyond the year 9999")]
    [InlineData("overflowing", "edge_1:+1:99999999999999999999999999", "no number of unix seconds")]
    public async Task A_wrong_message_is_malformed(string name, string message, string explanation)
    {
        var text = message.Replace(
            "@",
            _host.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(),
            StringComparison.Ordinal
        );

        await RefuseAsync(name, HandmadeEdgeToken.Sign(text, _host.EdgeSecret), explanation);
    }

    [Theory]
    [InlineData(128, 64, true)]
    [InlineData(129, 0, false)]
    [InlineData(1, 65, false)]
    public async Task Identifiers_have_a_longest_length_in_bytes(int agent, int phone, bool isAccepted)
    {
        var message =
            $"{new string('a', agent)}:{new string('1', phone)}:{_host.Clock.GetUtcNow().ToUnixTimeSeconds()}";

        var decision = await _host.DecideAsync(
            PresentedRequest.Bearer(HandmadeEdgeToken.Sign(message, _host.EdgeSecret)),
            TokenKind.EdgeToken
        );

        Assert.Equal(isAccepted ? null : Refused, decision.Refusal?.Reason.Code);
    }

    [Fact]
    public async Task Two_byte_characters_count_as_two_bytes() =>
        await RefuseAsync(
            "65 × ä",
            HandmadeEdgeToken.Sign($"{new string('ä', 65)}:+1:{Now}", _host.EdgeSecret),
            "longer than 128 bytes"
        );

    [Fact]
    public async Task Text_that_is_not_utf8_is_malformed() =>
        await RefuseAsync(
            "0xFF",
            HandmadeEdgeToken.Sign(
                [.. "edge_"u8, 0xFF, .. Encoding.ASCII.GetBytes($":+1:{Now}")],
                Encoding.UTF8.GetBytes(_host.EdgeSecret)
            ),
            "not UTF-8"
        );

    [Theory]
    [InlineData("padded once too often", "=")]
    [InlineData("padding of another length", "==")]
    public async Task Padding_that_does_not_fit_is_malformed(string name, string more) =>
        await RefuseAsync(name, Token() + more, "padding");

    [Fact]
    public async Task Alphabets_may_not_be_mixed()
    {
        var token = HandmadeEdgeToken.Sign($"edge?~¿ÿ>>>???:+1:{Now}", _host.EdgeSecret);
        Assert.Contains('+', token);
        Assert.Contains('/', token);

        await RefuseAsync("mixed", token.Replace('+', '-'), "mixes the two alphabets");
    }

    [Fact]
    public async Task Spare_bits_have_to_be_zero()
    {
        // Lengths that are no multiple of three leave spare bits in the last character.
        var token = Enumerable
            .Range(1, 3)
            .Select(n => HandmadeEdgeToken.Sign($"{new string('e', n)}:+1:{Now}", _host.EdgeSecret))
            .First(text => text.EndsWith('='));
        var body = token.TrimEnd('=');
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var spare = body[..^1] + Alphabet[Alphabet.IndexOf(body[^1], StringComparison.Ordinal) + 1];

        await RefuseAsync("spare bits", spare, "spare bits");
    }

    [Theory]
    [InlineData(63)]
    [InlineData(40)]
    public async Task A_signature_of_another_length_is_malformed_where_its_kind_still_shows(int length)
    {
        var token = HandmadeEdgeToken.Encode(Encoding.ASCII.GetBytes($"edge_1:+1:{Now}"), new string('a', length));

        await RefuseAsync($"{length} digits", token, $"Its signature has {length} characters");
    }

    public void Dispose() => _host.Dispose();

    private long Now => _host.Clock.GetUtcNow().ToUnixTimeSeconds();

    private string Token() => HandmadeEdgeToken.Sign($"edge_1:+1:{Now}", _host.EdgeSecret);

    private async Task RefuseAsync(string name, string token, string explanation)
    {
        LeakWatch.Observe(name);
        var decision = await _host.DecideAsync(PresentedRequest.Bearer(token), TokenKind.EdgeToken);

        decision.ShouldBeRefused(Refused, explanation);
        Assert.Equal("credential_malformed", decision.Refusal!.Reason.WireClass);
    }
}
