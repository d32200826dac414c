using System.Text;
using System.Text.Json;
using WsAuth.Testing;
using WsAuth.Tool.Configuration.EnvFiles;
using Xunit;

namespace WsAuth.Tool.Tests.Configuration;

/// <summary>The readers of this tool beside the real ones, over everything that is odd in <c>.env</c> files.</summary>
public sealed class EnvFileReaderTests
{
    private static readonly string[] Contents =
    [
        "A=plain\nB=two\n",
        "A=plain",
        "",
        "\n\n  \n",
        "# comment\nA=1\n#B=2\n",
        "A=1 # comment\n",
        "A=one#two\n",
        "A=one #two # three\n",
        "A=#one\n",
        "A=\nB=2\n",
        "A=   \nB=2\n",
        "A\nB=2\n",
        "A B=1\nC=3\n",
        "export A=1\nexport   B=2\nexport\tC=3\n",
        "export A\nB=2\n",
        "export=1\n",
        "exportA=1\n",
        "  A=1\n\tB=2\n",
        "A = 1\nB= 2\nC =3\n",
        "A: 1\nB:2\n",
        "A=\"one two\"\nB='one two'\nC=`one two`\n",
        "A=\"one # two\"\nB='one # two'\n",
        "A=\"one\" # comment\nB='one' # comment\n",
        "A=\"one\"#comment\nB=2\n",
        "A=\"one\" two\nB=2\n",
        "A='one' two\nB=2\n",
        "A=\"one\" two \"three\"\nB=2\n",
        "A=\"one\ntwo\"\nB='three\nfour'\nC=5\n",
        "A=\"unclosed\nB=2\n",
        "A='unclosed\nB=2\n",
        "A=\"one\\ntwo\\rthree\\tfour\"\nB='one\\ntwo'\nC=one\\ntwo\n",
        "A=\"one\\\"two\"\nB='one\\'two'\n",
        "A=\"one\\\\two\"\nB='one\\\\two'\nC=one\\\\two\n",
        "A=\"ends with backslash\\\"\nB=2\n",
        "A=\"\"\nB=''\nC=\"\n",
        "A=one\nA=two\n",
        "A=one\r\nB=two\r\n",
        "A=one\rB=two\r",
        "A=\"one\r\ntwo\"\r\nB=2\r\n",
        "\uFEFFA=one\nB=two\n",
        "\uFEFF\nA=one\n",
        "A=one\u00A0\nB=\u00A0two\n",
        "A=one\u200B\nB=2\n",
        "A=p\u00E4ss\n",
        "A=a=b=c==\n",
        "A==b\n",
        "A=one\nB=${A}two\nC='${A}'\nD=\"${A}\"\nE=$A\n",
        "A=${MISSING_HERE}\nB=${MISSING_HERE:-otherwise}\n",
        "A.B=1\nA-B=2\n",
        "1A=1\n",
        "'A'=1\n",
        "A=\"one'two\"\nB='one\"two'\n",
        "A=one\"two\nB=one'two\n",
        "A=\"one\"two\"\nB=2\n",
        "A=  \"one\"  \nB=2\n",
        "A=\u201Cone\u201D\n",
        "A=one\n\n\n   # c\n\nB=2",
        "=1\nB=2\n",
        "A=one;B=two\n",
        "A='one\nB=2\n'\nC=3\n",
    ];

    [NodeDotenvFact]
    public Task Node_files_are_read_as_dotenv_reads_them() =>
        Compare(EnvFileDialect.Node, "node", Path.Combine(Programs.ClientsFolder, "read-env.js"));

    [PythonDotenvFact]
    public Task Python_files_are_read_as_python_dotenv_reads_them() =>
        Compare(
            EnvFileDialect.Python,
            PythonDotenvFactAttribute.Python!,
            Path.Combine(Programs.ClientsFolder, "read_env.py")
        );

    [Fact]
    public void Docker_takes_what_stands_behind_the_equals_sign_as_it_is() =>
        Assert.Equal(
            [new("A", "\"one\" # comment "), new("B", " two"), new("C", "")],
            DockerEnvFile.Read("# comment\n  A=\"one\" # comment \r\nB= two\nC=\nD\n")
        );

    [Fact]
    public void DotNetEnv_sets_no_variable_of_this_process()
    {
        var name = "WSAUTH_TEST_" + Guid.NewGuid().ToString("N");

        Assert.Equal([new(name, "one two")], DotNetEnvFile.Read($"{name}=\"one two\" # comment\n"));
        Assert.Null(Environment.GetEnvironmentVariable(name));
    }

    private static async Task Compare(EnvFileDialect dialect, string program, string script)
    {
        using var folder = new TestFolder();
        var files = new List<string>();
        foreach (var content in Contents)
        {
            var path = Path.Combine(folder.Path, $"{files.Count}.env");
            File.WriteAllBytes(path, Encoding.UTF8.GetBytes(content));
            files.Add(path);
        }

        var run = await Programs.RunAsync(program, [script, .. files]);
        Assert.True(run.ExitCode == 0, run.Error);
        var real = JsonSerializer.Deserialize<List<Dictionary<string, string>>>(run.Output)!;

        Assert.Equal(Contents.Length, real.Count);
        var differences = Contents
            .Select((content, i) => (content, real: Describe(real[i]), ours: Describe(Read(dialect, content))))
            .Where(read => read.real != read.ours)
            .Select(read => $"{JsonSerializer.Serialize(read.content)}: {read.real} but {read.ours}");
        Assert.Empty(differences);
    }

    private static Dictionary<string, string> Read(EnvFileDialect dialect, string content) =>
        EnvFileDialects
            .Read(dialect, content)
            .GroupBy(variable => variable.Key)
            .ToDictionary(group => group.Key, group => group.Last().Value);

    private static string Describe(Dictionary<string, string> variables) =>
        JsonSerializer.Serialize(variables.OrderBy(variable => variable.Key, StringComparer.Ordinal));
}
