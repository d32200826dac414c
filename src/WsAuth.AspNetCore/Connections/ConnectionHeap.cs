namespace WsAuth.AspNetCore.Connections;

/// <summary>Connections by the time at which they are due, the earliest first. A connection knows its own place, so that leaving costs no search.</summary>
internal sealed class ConnectionHeap
{
    private const int KeptPlaces = 1024;

    private readonly List<LiveConnection> _places = [];

    public LiveConnection? First => _places.Count > 0 ? _places[0] : null;

    public void Add(LiveConnection connection)
    {
        _places.Add(connection);
        connection.Place = _places.Count - 1;
        Rise(connection);
    }

    public void Remove(LiveConnection connection)
    {
        var place = connection.Place;
        if (place < 0)
        {
            return;
        }

        connection.Place = -1;
        var last = _places[^1];
        _places.RemoveAt(_places.Count - 1);
        if (!ReferenceEquals(last, connection))
        {
            Put(last, place);
            Rise(last);
            Sink(last);
        }
        else if (_places.Count == 0 && _places.Capacity > KeptPlaces)
        {
            _places.TrimExcess();
        }
    }

    /// <summary>Makes due earlier what the wall clock ends earlier.</summary>
    /// <param name="offset">By how much the wall clock is ahead of steady time now.</param>
    public void Hasten(long offset)
    {
        foreach (var connection in _places)
        {
            if (connection.EndsAt != long.MaxValue)
            {
                connection.DueAt = Math.Min(connection.DueAt, connection.EndsAt - offset);
            }
        }

        for (var place = (_places.Count / 2) - 1; place >= 0; place--)
        {
            Sink(_places[place]);
        }
    }

    private void Rise(LiveConnection connection)
    {
        while (connection.Place > 0)
        {
            var parent = _places[(connection.Place - 1) / 2];
            if (parent.DueAt <= connection.DueAt)
            {
                return;
            }

            Swap(parent, connection);
        }
    }

    private void Sink(LiveConnection connection)
    {
        while (true)
        {
            var child = (connection.Place * 2) + 1;
            if (child >= _places.Count)
            {
                return;
            }

            if (child + 1 < _places.Count && _places[child + 1].DueAt < _places[child].DueAt)
            {
                child++;
            }

            if (connection.DueAt <= _places[child].DueAt)
            {
                return;
            }

            Swap(connection, _places[child]);
        }
    }

    private void Swap(LiveConnection upper, LiveConnection lower)
    {
        var (above, below) = (upper.Place, lower.Place);
        Put(lower, above);
        Put(upper, below);
    }

    private void Put(LiveConnection connection, int place)
    {
        _places[place] = connection;
        connection.Place = place;
    }
}
