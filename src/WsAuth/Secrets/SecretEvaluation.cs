using System.Globalization;
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
    private readonly List<VisibleValue> _values = [];
    private readonly List<SecretKey> _keys = [];
    private readonly List<string> _faults = [];
    private bool _hasFailed;

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
                    AddRefusal(candidate);
                    first = candidate.Key;
                }

                AddRow(candidate, candidate.Fault is null ? SecretSourceState.Won : SecretSourceState.Refused);
            }
            else if (candidate.Key is null)
            {
                if (entry.Source is DevelopmentDefaultSource)
                {
                    AddRefusal(candidate);
                }

                AddRow(
                    candidate with
                    {
                        Notes = [.. candidate.Notes, "would be refused: " + candidate.Fault],
                    },
                    SecretSourceState.Refused
                );
            }
            else
            {
                var same = first is not null && HoldSameBytes(first, candidate.Key);
                AddRow(candidate, same ? SecretSourceState.ShadowedSame : SecretSourceState.ShadowedDifferent);
            }
        }

        if (_keys.Count == 0 && _faults.Count == 0 && !_settings.IsLeftToAgents(_context))
        {
            _faults.Add(SecretAdvice.Absent(_settings, _context, _rows));
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
                AddRow(candidate with { Notes = [.. candidate.Notes, DescribeEnd(until)] }, SecretSourceState.Ended);
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

                var end = entry.Until is { } date ? DescribeEnd(date) : "accepted without an end";
                string[] same = IsCurrent(candidate.Key!) ? [SecretSourceRow.SameAsCurrent] : [];
                AddRow(candidate with { Notes = [.. candidate.Notes, end, .. same] }, SecretSourceState.Previous);
            }
        }
    }

    // The source is named by its position too: the same variable may stand under two secrets.
    private void AddRefusal(SecretCandidate candidate) =>
        _faults.Add(
            $"Secret '{_settings.Name}': {candidate.Entry.Name} (source {candidate.Position} of {_settings.Order.Count}) is refused: {candidate.Fault}{(candidate.Entry.Source is DevelopmentDefaultSource ? SecretAdvice.InsteadOfDevelopmentDefault(_settings, _context) : "")}."
        );

    private static string DescribeEnd(DateTimeOffset until) =>
        string.Create(CultureInfo.InvariantCulture, $"accepted until {until:yyyy-MM-dd'T'HH:mm'Z'}");

    private SecretResolution Conclude()
    {
        _faults.AddRange(SecretKeyIds.FindFaults(_settings.Name, _keys));
        var fault = _faults.Count == 0 ? null : string.Join(" ", _faults);
        var keys = fault is null ? _keys : [];
        var ring = new SecretRing(
            _settings.Name,
            _context.EnvironmentName,
            keys,
            _settings.Order.Count,
            fault
                ?? (keys.Count == 0 ? $"Secret '{_settings.Name}' has a value for each agent, and none for all." : null)
        )
        {
            HasFailedSource = _hasFailed,
        };
        return new SecretResolution(
            _settings.Name,
            string.Join(" > ", _settings.Order.Select(entry => entry.Name)),
            _settings.IsBuiltInOrder,
            _rows,
            ring,
            fault
        )
        {
            Values = _values,
        };
    }

    private SecretCandidate Read(SecretOrderEntry entry, int position, bool isCurrent, bool isReached)
    {
        var context = _context with { IsReached = isReached, IsExplicit = !isCurrent || !_settings.IsBuiltInOrder };
        var reading = SecretReading.Of(entry.Source, context);
        var candidate = new SecretCandidate(entry, position, !isCurrent)
        {
            File = reading.File,
            Notes = reading.Note is null ? [] : [reading.Note],
        };
        if (reading.Fault is not null)
        {
            _hasFailed |= reading.HasFailed && isReached;
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

        candidate = candidate with
        {
            Value = value,
            Notes =
            [
                .. candidate.Notes,
                .. entry.Source.IsGenerated ? [] : SecretHygiene.Inspect(value, entry.Encoding),
            ],
        };
        var bytes = SecretEncodings.Decode(entry.Encoding, value, out var fault);
        if (bytes is null)
        {
            return candidate with { Length = value.Length, Fault = fault };
        }

        return candidate with
        {
            Length = bytes.Length,
            Key = new SecretKey(bytes, entry.Name, position, entry.KeyId, entry.Until, isCurrent)
            {
                Hygiene = [.. candidate.Notes.Where(SecretHygiene.IsSuspicious)],
            },
            Fault = SecretStrength.FindFault(bytes, _settings.MinimumBytes, _settings.Purpose),
        };
    }

    private void AddRow(SecretCandidate candidate, SecretSourceState state)
    {
        if (candidate.Value is { } value)
        {
            _values.Add(new VisibleValue(_settings.Name, candidate, value));
        }

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
    }

    private bool IsCurrent(SecretKey key) => _keys is [{ IsCurrent: true } current, ..] && HoldSameBytes(current, key);

    private static bool HoldSameBytes(SecretKey left, SecretKey right) =>
        CryptographicOperations.FixedTimeEquals(left.DangerousGetBytes(), right.DangerousGetBytes());
}
