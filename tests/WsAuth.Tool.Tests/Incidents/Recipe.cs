using System.Text;
using System.Text.RegularExpressions;
using WsAuth.Secrets;
using WsAuth.Testing.Proxies;

namespace WsAuth.Tool.Tests.Incidents;

/// <summary>Runs the command lines of a page against one incident's service, and keeps the lines that decide.</summary>
internal sealed partial class Recipe(IncidentGateway gateway) : IAsyncDisposable
{
    private const int Width = 155;
    private const string OfServer = "fp:1a2b3c4d5e6f";
    private const string OfClient = "fp:9f8e7d6c5b4a";

    private readonly Dictionary<string, string> _masks = [];

    public IncidentGateway Gateway => gateway;

    /// <summary>What stands at the public address; the service itself where there is nothing before it.</summary>
    public ReverseProxyProcess? Proxy { get; init; }

    /// <summary>The path at the service of what the page calls <c>/ws</c>.</summary>
    public string Path { get; init; } = "/ws";

    /// <summary>Names the secrets of the two sides, whose fingerprints the page shows by others that stay the same.</summary>
    public Recipe Between(string ofServer, string ofClient)
    {
        _masks[SecretFingerprint.Of(ofClient)] = OfClient;
        _masks[SecretFingerprint.Of(ofServer)] = OfServer;
        return this;
    }

    public async Task<string> RunAsync(string commands)
    {
        var told = new StringBuilder();
        foreach (var command in commands.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            told.Append("$ ").Append(Shortened().Replace(command, "")).Append(" …\n");
            foreach (var line in (await OutputOfAsync(command)).Split('\n').Where(line => Decides().IsMatch(line)))
            {
                told.Append(Wrapped(Masked(line)));
            }
        }

        return told.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (Proxy is not null)
        {
            await Proxy.DisposeAsync();
        }

        await gateway.DisposeAsync();
    }

    private async Task<string> OutputOfAsync(string command)
    {
        var (line, input) = command.Split(" < ") is [var before, var file] ? (before, file) : (command, null);
        var words = Words().Matches(Addressed(line)).Select(word => word.Value.Trim('"')).Skip(1).ToList();
        if (words[0] == "doctor")
        {
            words.AddRange(["--settle", "0", "--timeout", "60"]);
        }

        var text = input is null ? "" : await File.ReadAllTextAsync(gateway.Tool.PathOf(input));
        var outcome = await gateway.Tool.RunWithInputAsync(text, [.. words]);
        return outcome.Error + outcome.Output;
    }

    private string Addressed(string line)
    {
        var own = gateway.Host.WebSocket("/").ToString().TrimEnd('/');
        var front = Proxy?.WebSocket("/").ToString().TrimEnd('/') ?? own;
        return line.Replace("wss://api.example/ws", front + Path, StringComparison.Ordinal)
            .Replace("ws://127.0.0.1:5000/ws", own + Path, StringComparison.Ordinal)
            .Replace("wss://api.example", front, StringComparison.Ordinal)
            .Replace("https://api.example/", gateway.Host.Http("/").ToString(), StringComparison.Ordinal)
            .Replace(
                OfClient,
                _masks.FirstOrDefault(mask => mask.Value == OfClient).Key ?? OfClient,
                StringComparison.Ordinal
            );
    }

    // What differs from run to run.
    private string Masked(string line)
    {
        line = Port().Replace(AttemptId().Replace(line, "53d0b8f2164ee70a481fec16447f5bf5"), "127.0.0.1:5000");
        foreach (var (fingerprint, mask) in _masks)
        {
            line = line.Replace(fingerprint, mask, StringComparison.Ordinal);
        }

        return line.Replace(Path, "/ws", StringComparison.Ordinal);
    }

    private static string Wrapped(string line)
    {
        var lines = new StringBuilder();
        while (line.Length > Width)
        {
            var end = line.LastIndexOf(' ', Width);
            lines.Append(line.AsSpan(0, end).TrimEnd()).Append('\n');
            line = "         " + line[(end + 1)..];
        }

        return lines.Append(line.TrimEnd()).Append('\n').ToString();
    }

    [GeneratedRegex(
        "^(Verdict|Change|Where|Sure): |^  [a-z]+: |^    [0-9]|^(equal|different|fix|secret|finding|verdict): "
    )]
    private static partial Regex Decides();

    [GeneratedRegex("(?<=^wsauth (doctor|[a-z]+ [a-z]+)) .*$")]
    private static partial Regex Shortened();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")]
    private static partial Regex AttemptId();

    [GeneratedRegex("127\\.0\\.0\\.1:[0-9]+")]
    private static partial Regex Port();
}
