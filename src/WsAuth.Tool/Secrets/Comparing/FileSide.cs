using System.Globalization;
using System.Text;
using WsAuth.Secrets;
using WsAuth.Tool.Configuration;
using WsAuth.Tool.Configuration.EnvFiles;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>A side whose configuration and files can be read here: each value that they hold for one named secret.</summary>
internal sealed class FileSide
{
    private readonly ConfigurationSource _source;
    private readonly string _title;
    private readonly SecretResolution _resolution;

    private FileSide(ConfigurationSource source, SecretResolution resolution, string title)
    {
        _source = source;
        _resolution = resolution;
        _title = title;
    }

    public static ComparedSide Read(ConfigurationSource source, string secret, string title)
    {
        var explanation = SecretExplanation.Of(source, [secret]);
        var resolution = explanation.Report.Secrets.Single();
        var side = new FileSide(source, resolution, title);
        var values = source.Runtime.Secrets.FindVisible(resolution.Name, null);
        return new ComparedSide(title, [.. values.Select(side.Hold), .. side.ReadByOthers(), .. side.Passed()])
        {
            Fault = resolution.Fault,
            Notes = [.. explanation.Findings.Where(finding => finding != resolution.Fault), .. explanation.Notes],
            Files = source.HasEnvFiles ? source.Files : [.. source.Files, "the variables of this shell"],
        };
    }

    private HeldValue Hold(VisibleValue value)
    {
        var standing = StandingOf(value);
        return new HeldValue(
            $"{_title}'s {value.Source}{FileOf(VariableOf(value.Source))}",
            standing,
            standing is null ? 0
                : value.Place is VisiblePlace.Order or VisiblePlace.Previous ? 1
                : 2,
            SecretFingerprint.Of(value.DangerousGetBytes() ?? []),
            value
        );
    }

    private string? StandingOf(VisibleValue value) =>
        value.Place switch
        {
            VisiblePlace.Order when StateOf(value) is SecretSourceState.Won or SecretSourceState.Refused => null,
            VisiblePlace.Order => string.Create(
                CultureInfo.InvariantCulture,
                $"shadowed (source {value.Position} of '{value.SecretName}')"
            ),
            VisiblePlace.Previous => value.Until is { } until
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"an older value, accepted until {until:yyyy-MM-dd'T'HH:mm'Z'}"
                )
                : "an older value, accepted still",
            VisiblePlace.DevelopmentDefault => "the development default of this machine, which is not used there",
            _ => "in no order, so that nothing reads it",
        };

    // Of several refused ones the first is the one that stands in the way.
    private SecretSourceState? StateOf(VisibleValue value)
    {
        var rows = _resolution.Rows.Where(row => !row.IsPrevious).ToList();
        var row = rows.Find(row => row.Position == value.Position);
        return
            row?.State == SecretSourceState.Refused
            && rows.Find(other => other.State is SecretSourceState.Won or SecretSourceState.Refused) != row
            ? SecretSourceState.ShadowedDifferent
            : row?.State;
    }

    // What a client with another reader gets from the same line.
    private IEnumerable<HeldValue> ReadByOthers()
    {
        foreach (var variable in _resolution.Rows.Select(row => VariableOf(row.Source)).OfType<string>().Distinct())
        {
            foreach (var file in _source.EnvFiles)
            {
                foreach (var dialect in file.Dialects.Where(dialect => dialect != file.Chosen))
                {
                    if (file.Find(dialect, variable) is { Length: > 0 } read)
                    {
                        var bytes = Encoding.UTF8.GetBytes(read);
                        yield return Line(
                            variable,
                            bytes,
                            $"as {EnvFileDialects.NameOf(dialect)} reads {file.Name}",
                            $"what another reader makes of it, not {EnvFileDialects.NameOf(file.Chosen)}",
                            $"In {file.Name}, write the bare value behind '{variable}=', on that line, without quotes, escapes, white space and a comment: then every reader reads the same."
                        );
                    }
                }
            }
        }
    }

    // Lines that are there and do not count: the value that is looked for often stands in one of them.
    private IEnumerable<HeldValue> Passed()
    {
        foreach (var variable in _resolution.Rows.Select(row => VariableOf(row.Source)).OfType<string>().Distinct())
        {
            var lines = _source
                .EnvFiles.SelectMany(file =>
                    file.Variables.Where(pair => pair.Key == variable).Select(pair => (file.Name, pair.Value))
                )
                .ToList();
            foreach (var (file, value) in lines.SkipLast(1).Where(line => line.Value.Length > 0))
            {
                yield return Line(
                    variable,
                    Encoding.UTF8.GetBytes(value),
                    $"in an earlier line of {file}",
                    "overridden by a later line",
                    $"Keep one line of {variable} on {_title}, the one with the value that is meant; the last one counts."
                );
            }

            foreach (
                var (file, value) in _source.EnvFiles.SelectMany(file =>
                    file.CommentedOut(variable).Select(value => (file.Name, value))
                )
            )
            {
                yield return Line(
                    variable,
                    Encoding.UTF8.GetBytes(value),
                    $"in a comment of {file}",
                    "commented out",
                    $"Decide which value is meant: the one that is commented out in {file} is used on the other side still."
                );
            }
        }
    }

    private HeldValue Line(string variable, byte[] bytes, string where, string standing, string repair) =>
        new(
            $"{_title}'s {variable} {where}",
            standing,
            2,
            SecretFingerprint.Of(bytes),
            new VisibleValue(_resolution.Name, VisiblePlace.OtherName, "env:" + variable, SecretEncoding.Text, bytes)
        )
        {
            Repair = repair,
        };

    private string FileOf(string? variable) =>
        variable is null ? ""
        : _source.EnvFiles.LastOrDefault(file => file.Find(file.Chosen, variable) is not null) is { } file
            ? $" ({file.Name})"
        : "";

    private static string? VariableOf(string source)
    {
        var at = source.IndexOf("env:", StringComparison.Ordinal);
        return at == 0 || (at > 0 && source[..at] is "hex:" or "base64:") ? source[(at + "env:".Length)..] : null;
    }
}
