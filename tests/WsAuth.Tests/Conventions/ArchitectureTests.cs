using System.Text.RegularExpressions;
using WsAuth.Testing;
using Xunit;

namespace WsAuth.Tests.Conventions;

public sealed partial class ArchitectureTests
{
    // Which rooms a room may know; every room knows itself.
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Comparison"] = [],
        ["Credentials"] = [],
        ["Reasons"] = [],
        ["Secrets"] = [],
        ["KeySets"] = [],
        ["State"] = [],
        ["Tokens"] = ["Comparison", "Credentials", "KeySets", "Reasons", "Secrets", "State"],
        ["Options"] = ["Credentials", "KeySets", "Secrets", "Tokens"],
        ["Handshake"] = ["Credentials", "KeySets", "Options", "Reasons", "Secrets", "State", "Tokens"],
        ["Mismatch"] = ["Comparison", "Handshake", "Options", "Secrets", "Tokens"],
        ["Registration"] =
        [
            "Credentials",
            "Handshake",
            "KeySets",
            "Mismatch",
            "Options",
            "Reasons",
            "Secrets",
            "State",
            "Tokens",
        ],
    };

    private static readonly string[] Drawers =
    [
        "Utils",
        "Util",
        "Helpers",
        "Helper",
        "Common",
        "Managers",
        "Infrastructure",
        "Misc",
        "Extensions",
    ];

    [Fact]
    public void Rooms_know_only_the_floors_below()
    {
        var faults =
            from file in SourcesOf("WsAuth")
            let room = file.Room
            from Match use in UsedRooms().Matches(file.Text)
            let used = use.Groups["room"].Value
            where used != room && !Rooms[room].Contains(used)
            select $"{file.Path} knows {used}";

        Assert.Empty(faults);
    }

    [Fact]
    public void Every_source_of_the_core_lies_in_a_known_room() =>
        Assert.All(SourcesOf("WsAuth"), file => Assert.Contains(file.Room, Rooms.Keys));

    [Fact]
    public void The_core_knows_no_host_and_adapter_and_client_do_not_know_each_other()
    {
        Assert.DoesNotContain(
            SourcesOf("WsAuth"),
            file => file.Text.Contains("Microsoft.AspNetCore", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            SourcesOf("WsAuth.Client"),
            file => file.Text.Contains("AspNetCore", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            SourcesOf("WsAuth.AspNetCore"),
            file => file.Text.Contains("WsAuth.Client", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_tool_knows_no_server() =>
        Assert.DoesNotContain(
            SourcesOf("WsAuth.Tool"),
            file => file.Text.Contains("AspNetCore;", StringComparison.Ordinal)
        );

    [Fact]
    public void There_are_no_drawers() =>
        Assert.DoesNotContain(
            Sources(),
            file =>
                file.Path.Split('/')
                    .SkipLast(1)
                    .Append(Path.GetFileNameWithoutExtension(file.Path))
                    .Any(Drawers.Contains)
        );

    [Fact]
    public void Time_comes_from_the_time_provider() =>
        Assert.DoesNotContain(Sources(), file => WallClock().IsMatch(file.Text));

    [Fact]
    public void No_file_is_longer_than_250_lines() =>
        Assert.Empty(Sources().Where(file => file.Text.Count(c => c == '\n') > 250).Select(file => file.Path));

    [Fact]
    public void Secrets_and_tokens_are_compared_by_the_comparers()
    {
        // Where secret bytes or token texts are at hand, no operator that ends at the first difference is used on them.
        var suspicious =
            from file in Sources()
            from Match match in EarlyExit().Matches(file.Text)
            select $"{file.Path}: {match.Value}";

        Assert.Empty(suspicious);
    }

    private static IEnumerable<Source> Sources() =>
        new[] { "WsAuth", "WsAuth.AspNetCore", "WsAuth.Client", "WsAuth.Tool" }.SelectMany(SourcesOf);

    private static IEnumerable<Source> SourcesOf(string package)
    {
        var root = Path.Combine(Programs.RepositoryRoot, "src", package);
        return Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (path, relative: Path.GetRelativePath(root, path).Replace('\\', '/')))
            .Where(file =>
                !file.relative.StartsWith("obj/", StringComparison.Ordinal)
                && !file.relative.StartsWith("bin/", StringComparison.Ordinal)
            )
            .Select(file => new Source(
                $"{package}/{file.relative}",
                file.relative.Split('/')[0],
                File.ReadAllText(file.path)
            ));
    }

    [GeneratedRegex(@"using WsAuth\.(?<room>\w+)[.;\w]*")]
    private static partial Regex UsedRooms();

    [GeneratedRegex(@"DateTime(Offset)?\.(Utc)?Now|Stopwatch|Environment\.TickCount|Task\.Delay\((?!.*[Cc]lock)")]
    private static partial Regex WallClock();

    [GeneratedRegex(
        @"(DangerousGet\w+\(\)|\bsecret|\bpresented|\bsignature|\bmac)\s*(==|!=)\s*(?!null)\S+|(DangerousGet\w+\(\)|_bytes|presented|signature|\bmac)\.SequenceEqual\("
    )]
    private static partial Regex EarlyExit();

    private sealed record Source(string Path, string Room, string Text);
}
