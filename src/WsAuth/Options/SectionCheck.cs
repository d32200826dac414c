using Microsoft.Extensions.Configuration;
using WsAuth.Secrets;

namespace WsAuth.Options;

/// <summary>
/// Finds a section that somebody wrote and nobody reads, since its name is misspelled or since it was passed in the place of the root: its
/// settings, audiences and origins among them, would be ignored without a word.
/// </summary>
internal sealed class SectionCheck(IConfiguration configuration, string name, IReadOnlyCollection<string> settings)
{
    // One slip of the finger is no name of something else; two may be, as in "WebAuth".
    private const int SurelyMisspelled = 1;
    private const int PerhapsMisspelled = 2;

    private readonly string _key = ConfigurationPath.GetSectionKey(name);

    public void AddFindings(List<string> faults, List<string> warnings)
    {
        if (FindPassedSection() is { } passed)
        {
            faults.Add(
                $"The configuration that was passed is the section {passed.Path}, and holds no section {name}, so its settings would be ignored: pass the root, AddWsAuth(builder.Configuration{(passed.Path.Equals(name, StringComparison.OrdinalIgnoreCase) ? "" : $", \"{passed.Path}\"")})."
            );
            return;
        }

        var siblings = ConfigurationPath.GetParentPath(name) is { } parent
            ? configuration.GetSection(parent).GetChildren()
            : configuration.GetChildren();
        foreach (var sibling in siblings)
        {
            var distance = DidYouMean.Distance(sibling.Key.ToUpperInvariant(), _key.ToUpperInvariant());
            if (
                distance is 0 or > PerhapsMisspelled
                || distance > _key.Length / 3
                || Math.Abs(sibling.Key.Length - _key.Length) > 1
                || !HoldsSettings(sibling)
            )
            {
                continue;
            }

            var finding =
                $"The configuration has a section {sibling.Path}, which is not read; did you mean '{name}'? Rename it, or name it in AddWsAuth(builder.Configuration, \"{sibling.Path}\").";
            (distance <= SurelyMisspelled ? faults : warnings).Add(finding);
        }
    }

    private IConfigurationSection? FindPassedSection() =>
        configuration is IConfigurationSection passed
        && !passed.GetSection(name).GetChildren().Any()
        && (passed.Key.Equals(_key, StringComparison.OrdinalIgnoreCase) || HoldsSettings(passed))
            ? passed
            : null;

    private bool HoldsSettings(IConfigurationSection section) =>
        section.GetChildren().Any(child => settings.Contains(child.Key, StringComparer.OrdinalIgnoreCase));
}
