using System.Globalization;
using System.Security.Cryptography;

namespace WsAuth.AspNetCore.Connections;

/// <summary>Who is connected: every connection has a slot, and a tag by which a later one in that slot is told from it.</summary>
internal sealed class ConnectionRegistry
{
    private const int IdLength = 16;
    private const int KeptSlots = 1024;

    private static readonly TimeSpan LongestOpening = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private readonly Dictionary<string, LiveConnection> _named = [];
    private readonly Dictionary<string, TaskCompletionSource> _opening = [];
    private List<LiveConnection?> _slots = [];
    private uint _lastTag = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add(LiveConnection connection)
    {
        lock (_gate)
        {
            connection.Tag = unchecked(++_lastTag);
            if (_free.TryPop(out var slot))
            {
                _slots[slot] = connection;
            }
            else
            {
                slot = _slots.Count;
                _slots.Add(connection);
            }

            connection.Slot = slot;
            _count++;
            AddName(connection);
        }
    }

    public void Remove(LiveConnection connection)
    {
        lock (_gate)
        {
            var slot = connection.Slot;
            if (slot < 0 || slot >= _slots.Count || !ReferenceEquals(_slots[slot], connection))
            {
                return;
            }

            _slots[slot] = null;
            if (connection.ChosenId is { } name && _named.GetValueOrDefault(name) == connection)
            {
                _named.Remove(name);
            }

            _free.Push(slot);
            if (--_count == 0 && _slots.Count > KeptSlots)
            {
                // A crowd that has gone leaves no empty house behind.
                _slots = [];
                _free.Clear();
                _free.TrimExcess();
                _named.TrimExcess();
            }
        }
    }

    public LiveConnection? Find(string? id)
    {
        if (
            id is not { Length: IdLength }
            || !uint.TryParse(
                id.AsSpan(0, 8),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var tag
            )
            || !int.TryParse(id.AsSpan(8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var slot)
        )
        {
            return null;
        }

        lock (_gate)
        {
            return slot >= 0 && slot < _slots.Count && _slots[slot] is { } connection && connection.Tag == tag
                ? connection
                : null;
        }
    }

    /// <summary>The connection whose client chose this attempt id for its handshake.</summary>
    public LiveConnection? FindChosen(string? id)
    {
        lock (_gate)
        {
            return id is null ? null : _named.GetValueOrDefault(id);
        }
    }

    /// <summary>Notes that a socket of this name is about to be there: its client may be told of it before the registry is.</summary>
    public TaskCompletionSource? Announce(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var opening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            // Another one under the same name is waited for as well, or in its stead.
            _opening[name] = opening;
        }

        return opening;
    }

    /// <summary>The announced socket is here, or will not come.</summary>
    public void Conclude(string? name, TaskCompletionSource? opening)
    {
        if (opening is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_opening.GetValueOrDefault(name!) == opening)
            {
                _opening.Remove(name!);
            }
        }

        opening.TrySetResult();
    }

    /// <summary>As <see cref="FindChosen"/>; where a socket of this name is just being opened, when it is here.</summary>
    public async ValueTask<LiveConnection?> FindChosenAsync(
        string? id,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        TaskCompletionSource? opening;
        lock (_gate)
        {
            opening = id is null ? null : _opening.GetValueOrDefault(id);
        }

        if (opening is not null)
        {
            await opening
                .Task.WaitAsync(LongestOpening, clock, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return FindChosen(id);
    }

    // The first one keeps its name, but for the same caller's new socket: the old one may be lost already.
    private void AddName(LiveConnection connection)
    {
        if (
            connection.ChosenId is { } name
            && !_named.TryAdd(name, connection)
            && RefreshRules.IsOfSameCaller(_named[name].Decision, connection.Decision)
        )
        {
            _named[name] = connection;
        }
    }

    /// <summary>They, or those of them that fit; the filter is asked under the lock, and has to answer at once.</summary>
    public List<LiveConnection> List(Func<LiveConnection, bool>? filter = null)
    {
        lock (_gate)
        {
            var all = filter is null ? new List<LiveConnection>(_count) : [];
            foreach (var connection in _slots)
            {
                if (connection is not null && filter?.Invoke(connection) != false)
                {
                    all.Add(connection);
                }
            }

            return all;
        }
    }
}
