using System.Security.Cryptography;
using WsAuth.Secrets.Sources;

namespace WsAuth.Secrets;

/// <summary>
/// Resolves one named secret, once: reads every source, lets the first present one win, refuses it where it is unusable
/// instead of falling through, and accounts for all the others.
/// </summary>
internal sealed class SecretEvaluation
{
    private readonly NamedSecretSettings _settings;
    private readonly SecretSourceContext _context;
    private readonly DateTimeOffset _now;
    private readonly List<SecretSourceRow> _rows = [];
    private readonly List<SecretKey> _keys = [];
    private readonly List<string> _faults = [];

    private SecretEvaluation(NamedSecretSettings settings, SecretSourceContext context, DateTimeOffset now)
    {
        _settings = settings;
        _context = context;
        _now = now;
    }

    public static SecretResolution Resolve(
        NamedSecretSettings settings,
        SecretSourceContext context,
        DateTimeOffset now
    )
    {
        var evaluation = new SecretEvaluation(settings, context, now);
        evaluation.WalkOrder();
        evaluation.WalkPrevious();
        return evaluation.Conclude();
    }

    private void WalkOrder()
    {
        SecretKey? first = null;
        for (var i = 0; i < _settings.Order.Count; i++)
        {
            var entry = _settings.Order[i];
            var candidate = Read(entry, i + 1, isCurrent: true, isReached: first is null && _faults.Count == 0);
            if (candidate.State is { } settled)
            {
                AddRow(candidate, settled);
            }
            else if (first is null && _faults.Count == 0)
            {
                if (candidate.Fault is null)
                {
                    first = candidate.Key;
                    _keys.Add(candidate.Key!);
                }
                else
                {
                    // The source is named by its position too: the same variable may stand under two secrets.
                    _faults.Add(
                        $"Secret '{_settings.Name}': {entry.Name} (source {i + 1} of {_settings.Order.Count}) is refused: {candidate.Fault}{(entry.Source is DevelopmentDefaultSource ? DescribeRealSources() : "")}."
                    );
                    first = candidate.Key;
                }

                AddRow(candidate, candidate.Fault is null ? SecretSourceState.Won : SecretSourceState.Refused);
            }
            else if (candidate.Key is null)
            {
                AddRow(candidate, SecretSourceState.Refused);
            }
            else
            {
                var same = first is not null && HoldSameBytes(first, candidate.Key);
                AddRow(candidate, same ? SecretSourceState.ShadowedSame : SecretSourceState.ShadowedDifferent);
            }
        }

        if (_keys.Count == 0 && _faults.Count == 0)
        {
            _faults.Add(DescribeAbsence());
        }
    }

    private void WalkPrevious()
    {
        for (var i = 0; i < _settings.Previous.Count; i++)
        {
            var entry = _settings.Previous[i];
            var candidate = Read(entry, i + 1, isCurrent: false, isReached: true);
            if (entry.Until is { } until && until <= _now)
            {
                AddRow(
                    candidate with
                    {
                        Notes = [.. candidate.Notes, $"accepted until {until:yyyy-MM-dd'T'HH:mm'Z'}"],
                    },
                    SecretSourceState.Ended
                );
            }
            else if (candidate.State is { } settled)
            {
                AddRow(candidate, settled);
            }
            else if (candidate.Fault is not null)
            {
                _faults.Add(
                    $"Secret '{_settings.Name}': the previous value {entry.Name} is refused: {candidate.Fault}."
                );
                AddRow(candidate, SecretSourceState.Refused);
            }
            else
            {
                if (_keys.Count > 0 && _keys[0].IsCurrent)
                {
                    _keys.Add(candidate.Key!);
                }

                var end = entry.Until is { } date
                    ? $"accepted until {date:yyyy-MM-dd'T'HH:mm'Z'}"
                    : "accepted without an end";
                AddRow(candidate with { Notes = [.. candidate.Notes, end] }, SecretSourceState.Previous);
            }
        }
    }

    private SecretResolution Conclude()
    {
        AddKeyIdFaults();
        var fault = _faults.Count == 0 ? null : string.Join(" ", _faults);
        var keys = fault is null ? _keys : [];
        var ring = new SecretRing(_settings.Name, _context.EnvironmentName, keys, _settings.Order.Count, fault);
        return new SecretResolution(
            _settings.Name,
            string.Join(" > ", _settings.Order.Select(entry => entry.Name)),
            _settings.IsBuiltInOrder,
            _rows,
            ring,
            fault
        );
    }

    // A key's configured id must not be mistaken for another key's fingerprint, nor for another key's id.
    private void AddKeyIdFaults()
    {
        foreach (var key in _keys.Where(key => key.KeyId is not null))
        {
            if (SecretFingerprint.HasForm(key.KeyId) && key.KeyId != key.Fingerprint)
            {
                _faults.Add(
                    $"Secret '{_settings.Name}': the id of {key.Source} has the form of a fingerprint, but is not its own; choose another id."
                );
            }

            if (_keys.Any(other => !ReferenceEquals(other, key) && other.KeyId == key.KeyId))
            {
                _faults.Add(
                    $"Secret '{_settings.Name}': two keys have the id that {key.Source} has; give each its own."
                );
                return;
            }
        }
    }

    private Candidate Read(SecretOrderEntry entry, int position, bool isCurrent, bool isReached)
    {
        var reading = entry.Source.Read(_context with { IsReached = isReached });
        var candidate = new Candidate(entry, position, !isCurrent)
        {
            File = reading.File,
            Notes = reading.Note is null ? [] : [reading.Note],
        };
        if (reading.Fault is not null)
        {
            return candidate with { Fault = reading.Fault };
        }

        if (reading.Value is not { } value)
        {
            return candidate with { State = SecretSourceState.Absent };
        }

        if (value.AsSpan().Trim(" \t\r\n\v\f"u8).IsEmpty)
        {
            return candidate with { State = SecretSourceState.Empty, Length = value.Length };
        }

        candidate = candidate with { Notes = [.. candidate.Notes, .. SecretHygiene.Inspect(value)] };
        var bytes = SecretEncodings.Decode(entry.Encoding, value, out var fault);
        return bytes is null
            ? candidate with
            {
                Length = value.Length,
                Fault = fault,
            }
            : candidate with
            {
                Length = bytes.Length,
                Key = new SecretKey(bytes, entry.Name, position, entry.KeyId, entry.Until, isCurrent),
                Fault = SecretStrength.FindFault(bytes, _settings.MinimumBytes, _settings.Purpose),
            };
    }

    private void AddRow(Candidate candidate, SecretSourceState state) =>
        _rows.Add(
            new SecretSourceRow(
                candidate.Entry.Name,
                candidate.Position,
                candidate.IsPrevious,
                state,
                candidate.Length,
                candidate.Key?.Fingerprint,
                state is SecretSourceState.ShadowedSame or SecretSourceState.ShadowedDifferent
                && candidate.Fault is not null
                    ? [.. candidate.Notes, "would be refused: " + candidate.Fault]
                    : candidate.Notes,
                candidate.File,
                candidate.Fault
            )
        );

    private string DescribeAbsence()
    {
        var looked = string.Join(", ", _rows.Select(row => $"{row.Source} ({row.StateName})"));
        var fix = _settings.Order.FirstOrDefault(entry => entry.Source is not DevelopmentDefaultSource)?.Name;
        return $"Secret '{_settings.Name}' has no value in environment {_context.EnvironmentName}: looked at {looked}.{DescribeOtherNames()} Set {fix}, or change WsAuth:Secrets:{_settings.Name}:Order.";
    }

    private string DescribeRealSources()
    {
        var names = _settings
            .Order.Where(entry => entry.Source is not DevelopmentDefaultSource)
            .Select(entry => entry.Name)
            .ToList();
        return names.Count == 0
            ? $"; name another source in WsAuth:Secrets:{_settings.Name}:Order"
            : $"; set {string.Join(" or ", names)}.{DescribeOtherNames()}".TrimEnd('.');
    }

    private string DescribeOtherNames()
    {
        var read = _settings.Order.Select(entry => entry.Source.Name).ToHashSet(StringComparer.Ordinal);
        var others = BuiltInOrders
            .OtherNames(_settings.Name, SecretEnvironments.Token(_context.EnvironmentName))
            .Distinct(StringComparer.Ordinal)
            .Where(variable =>
                !read.Contains("env:" + variable) && !string.IsNullOrWhiteSpace(_context.Variables.Get(variable))
            )
            .ToList();
        return others.Count == 0
            ? ""
            : $" The variable {string.Join(", ", others)} is set, but is not in the order and is never read: rename it, or add env:{others[0]} to the order.";
    }

    private static bool HoldSameBytes(SecretKey left, SecretKey right) =>
        CryptographicOperations.FixedTimeEquals(left.DangerousGetBytes(), right.DangerousGetBytes());

    /// <summary>A source as read; <see cref="State"/> is settled where there is no value to judge.</summary>
    private sealed record Candidate(SecretOrderEntry Entry, int Position, bool IsPrevious)
    {
        public SecretSourceState? State { get; init; }

        public int? Length { get; init; }

        public SecretKey? Key { get; init; }

        public string? File { get; init; }

        public IReadOnlyList<string> Notes { get; init; } = [];

        public string? Fault { get; init; }
    }
}
