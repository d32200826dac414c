using System.Text;
using System.Text.Json;
using WsAuth.Secrets;
using WsAuth.Testing;
using WsAuth.Tool.CommandLine;
using Xunit;

namespace WsAuth.Tool.Tests.Secrets.Comparing;

/// <summary>
/// Two sides, what differs, and how it is told; S is a good secret of 64 hexadecimal digits, U the same in capitals, B the base64 text of its
/// 32 bytes, K that of its 64 characters, T another secret.
/// </summary>
public sealed class SecretDifferenceTests : IDisposable
{
    private readonly ToolHarness _tool = new();
    private readonly string _secret = TestSecrets.Hex();
    private readonly string _other = TestSecrets.Hex();

    public static TheoryData<string, string, string?, string> Differences =>
        new()
        {
            { "S", "S", null, "hold the same value." },
            { "S\n", "S\n", null, "hold the same value." },
            { "hex:S", "base64:B", null, "hold the same value." },
            { "S\n", "S", "newline", "plus a trailing newline." },
            { "S\r\n", "S", "crlf", "plus a trailing CR LF." },
            { "S\r", "S", "carriage_return", "plus a trailing carriage return." },
            { "S ", "S", "white_space", "plus white space behind it." },
            { "S\u00A0", "S", "white_space", "plus white space behind it." },
            { "\tS", "S", "white_space", "plus white space before it." },
            { "\"S\"", "S", "quotes", "plus quotes around it." },
            { "'S'", "S", "quotes", "plus quotes around it." },
            { "`S`", "S", "quotes", "plus quotes around it." },
            { "\u201CS\u201D", "S", "quotes", "plus quotes around it." },
            { "\uFEFFS", "S", "byte_order_mark", "plus a byte order mark before it." },
            { "\"S\"\n", "S", "surroundings", "plus quotes around it and a trailing newline." },
            { "S\u200B", "S", "invisible", "plus invisible characters." },
            { "\"S\"", "S\n", "surroundings", "differ in what stands around the value" },
            { "U", "S", "letter_case", "differ in the case of the letters." },
            { "hex:S", "S", "hex", "decode" },
            { "hex:S", "S\n", "hex", "decode" },
            { "base64:B", "B", "base64", "decode" },
            { "base64:B", "S", "hex", "hexadecimal text of" },
            { "hex:S", "B", "base64", "base64 text of" },
            { "B", "S", "encoding", "are the same bytes, as" },
            { "K", "S", "base64", "base64 text of" },
            { "S", "T", "unrelated", "are different values, and no other value in sight explains one by the other." },
            { "S", "", "missing", "has no value to compare." },
        };

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task What_differs_is_named_from_either_side(
        string here,
        string there,
        string? difference,
        string sentence
    )
    {
        Write("here.json", here);
        Write("there.json", there);

        foreach (var (left, right) in ((string, string)[])[("here.json", "there.json"), ("there.json", "here.json")])
        {
            string[] line = ["secret", "compare", "--name", "edge", "--config", left, "--other-config", right];
            var text = await _tool.RunAsync(line);
            var json = await _tool.RunAsync([.. line, "--json"]);

            var expected = difference is null ? ExitCode.Fine : ExitCode.Finding;
            Assert.Equal((expected, "", expected), (text.ExitCode, text.Error, json.ExitCode));
            Assert.Contains(sentence, text.Output.Split('\n')[0], StringComparison.Ordinal);
            Assert.StartsWith(difference is null ? "equal: " : "different: ", text.Output, StringComparison.Ordinal);
            Assert.Equal(difference is not null, text.Output.Contains("\nfix: ", StringComparison.Ordinal));
            Assert.Equal(difference, json.Json.GetProperty("difference").GetString());
            Assert.Equal((int)expected, json.Json.GetProperty("exit_code").GetInt32());
        }
    }

    public static TheoryData<string, string, string?, string> ByFingerprint
    {
        get
        {
            // What is odd about both sides cannot be told of a fingerprint, and there is none of nothing.
            var told = new TheoryData<string, string, string?, string>();
            foreach (
                var row in Differences.Where(row =>
                    row is { } && (string)row[1] != "" && !(row[0] is "\"S\"" && row[1] is "S\n")
                )
            )
            {
                told.Add((string)row[0], (string)row[1], (string?)row[2], (string)row[3]);
            }

            return told;
        }
    }

    [Theory]
    [MemberData(nameof(ByFingerprint))]
    public async Task What_differs_from_a_fingerprint_is_named_from_either_side(
        string here,
        string there,
        string? difference,
        string sentence
    )
    {
        Write("here.json", here);
        Write("there.json", there);

        foreach (var (file, told) in ((string, string)[])[("here.json", there), ("there.json", here)])
        {
            var outcome = await _tool.RunAsync(
                "secret",
                "compare",
                "--name",
                "edge",
                "--config",
                file,
                "--fingerprint",
                SecretFingerprint.Of(BytesOf(told))
            );

            Assert.Equal(difference is null ? ExitCode.Fine : ExitCode.Finding, outcome.ExitCode);
            Assert.Contains(sentence, outcome.Output.Split('\n')[0], StringComparison.Ordinal);
        }
    }

    public void Dispose() => _tool.Dispose();

    private byte[] BytesOf(string form)
    {
        var value = ValueOf(form);
        return form.StartsWith("hex:", StringComparison.Ordinal) ? Convert.FromHexString(value)
            : form.StartsWith("base64:", StringComparison.Ordinal) ? Convert.FromBase64String(value)
            : Encoding.UTF8.GetBytes(value);
    }

    private void Write(string file, string form)
    {
        var prefix = form.Contains(':', StringComparison.Ordinal)
            ? form[..(form.IndexOf(':', StringComparison.Ordinal) + 1)]
            : "";
        _tool.Write(
            file,
            """{"WsAuth":{"Secrets":{"edge":{"Order":"1config:Edge"}}},"Edge":2}"""
                .Replace("1", prefix, StringComparison.Ordinal)
                .Replace("2", JsonSerializer.Serialize(ValueOf(form)), StringComparison.Ordinal)
        );
    }

    private string ValueOf(string form) =>
        string.Concat(
            form[(form.IndexOf(':', StringComparison.Ordinal) + 1)..]
                .Select(letter =>
                    letter switch
                    {
                        'S' => _secret,
                        'T' => _other,
                        'U' => LeakWatch.Protect(_secret.ToUpperInvariant()),
                        'B' => LeakWatch.Protect(Convert.ToBase64String(Convert.FromHexString(_secret))),
                        'K' => LeakWatch.Protect(Convert.ToBase64String(Encoding.ASCII.GetBytes(_secret))),
                        _ => letter.ToString(),
                    }
                )
        );
}
