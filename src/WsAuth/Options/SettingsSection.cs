using System.Globalization;
using Microsoft.Extensions.Configuration;
using WsAuth.Secrets;

namespace WsAuth.Options;

/// <summary>
/// Reads one section, setting by setting, and remembers which ones it was asked for, so that <see cref="RejectUnknown"/> finds
/// those that nobody understands. Messages name settings, and never repeat a value: people paste secrets into wrong places.
/// </summary>
internal sealed class SettingsSection(IConfigurationSection section, List<string> faults)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public string Path => section.Path;

    /// <summary>The names of the settings that it was asked for.</summary>
    public IReadOnlyCollection<string> Known => _known;

    /// <summary>How many values it holds, at every depth.</summary>
    public int CountValues() => section.AsEnumerable().Count(pair => pair.Value is { Length: > 0 });

    public void Text(string key, Action<string> assign)
    {
        if (Value(key, "one text") is { } value)
        {
            assign(value);
        }
    }

    public void Flag(string key, Action<bool> assign)
    {
        if (Value(key, "true or false") is not { } value)
        {
            return;
        }

        if (bool.TryParse(value, out var flag))
        {
            assign(flag);
        }
        else
        {
            faults.Add($"{section.Path}:{key} has to be true or false.");
        }
    }

    public void WholeNumber(string key, Action<int> assign)
    {
        if (Value(key, "a whole number") is not { } value)
        {
            return;
        }

        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            assign(number);
        }
        else
        {
            faults.Add($"{section.Path}:{key} has to be a whole number, written in digits.");
        }
    }

    public void Duration(string key, Action<TimeSpan> assign)
    {
        if (Value(key, "a duration") is not { } value)
        {
            return;
        }

        if (
            TimeSpan.TryParseExact(
                value,
                ["c", @"h\:mm\:ss", @"d\.h\:mm\:ss"],
                CultureInfo.InvariantCulture,
                out var duration
            )
            && value.Count(':') == 2
        )
        {
            assign(duration);
        }
        else
        {
            faults.Add(
                $"{section.Path}:{key} has to be a duration, written hh:mm:ss or d.hh:mm:ss (00:00:30 is 30 seconds)."
            );
        }
    }

    /// <summary>A day, which lasts to its end in UTC, or an instant.</summary>
    public void End(string key, Action<DateTimeOffset> assign)
    {
        if (Value(key, "one date") is not { } value)
        {
            return;
        }

        if (SecretOrderParser.ParseEnd(value) is { } end)
        {
            assign(end);
        }
        else
        {
            faults.Add($"{section.Path}:{key} has to be a date, written 2027-01-31 or 2027-01-31T12:00:00Z.");
        }
    }

    public void Choice<T>(string key, Action<T> assign)
        where T : struct, Enum
    {
        if (Value(key, "one word") is not { } value)
        {
            return;
        }

        // A number would parse as an enumeration's value, and mean nothing to a reader.
        if (
            Enum.GetNames<T>().FirstOrDefault(name => name.Equals(value, StringComparison.OrdinalIgnoreCase)) is
            { } choice
        )
        {
            assign(Enum.Parse<T>(choice));
        }
        else
        {
            faults.Add($"{section.Path}:{key} has to be {string.Join(" or ", Enum.GetNames<T>())}.");
        }
    }

    public void Section(string key, Action<SettingsSection> read)
    {
        _known.Add(key);
        var child = section.GetSection(key);
        if (child.Value is { Length: > 0 })
        {
            faults.Add($"{child.Path} is a section; write its settings below it.");
            return;
        }

        var settings = new SettingsSection(child, faults);
        read(settings);
        settings.RejectUnknown();
    }

    /// <summary>Reads every child as a section of its own, under the child's name.</summary>
    public void Dictionary(string key, Action<string, SettingsSection> read, string example = "Order")
    {
        _known.Add(key);
        var parent = section.GetSection(key);
        if (parent.Value is { Length: > 0 })
        {
            faults.Add($"{parent.Path} is a section; write its settings below it.");
            return;
        }

        foreach (var child in parent.GetChildren())
        {
            // Some providers answer an empty text for a section.
            if (child.Value is { Length: > 0 })
            {
                faults.Add(
                    $"{PathOf(child)} is a section; write its settings below it, for example {PathOf(child)}:{example}."
                );
                continue;
            }

            var settings = new SettingsSection(child, faults);
            read(child.Key, settings);
            settings.RejectUnknown();
        }
    }

    public void RejectUnknown()
    {
        foreach (var child in section.GetChildren().Where(child => !_known.Contains(child.Key)))
        {
            faults.Add(
                $"{PathOf(child)} is no setting{DidYouMean.Suggest(child.Key, _known)} (settings of {section.Path}: {string.Join(", ", _known)})."
            );
        }
    }

    // The key may be anything: a secret too, pasted on the wrong side of the colon.
    private static string PathOf(IConfigurationSection child) =>
        PastedValue.Is(child.Key)
            ? $"{child.Path[..^child.Key.Length]}[withheld: it looks like a secret's value]"
            : child.Path;

    private string? Value(string key, string form)
    {
        _known.Add(key);
        var child = section.GetSection(key);
        // Also where an earlier layer wrote one text: the list of the later one would be lost without a word.
        if (child.GetChildren().Any())
        {
            faults.Add(
                $"{child.Path} has to be {form}, not a list or a section; separate several values inside the one text."
            );
            return null;
        }

        return child.Value;
    }
}
