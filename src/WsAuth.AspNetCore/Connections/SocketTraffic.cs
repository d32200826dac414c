namespace WsAuth.AspNetCore.Connections;

/// <summary>
/// What the application is doing with a socket: how many sends and receives are underway, whether it closes, and whether the server has ended it.
/// One number, changed atomically, since every message passes here.
/// </summary>
internal struct SocketTraffic
{
    private const long OneSend = 1;
    private const long Sends = 0x0000_0000_7FFF_FFFF;
    private const long OneReceive = 0x0000_0000_8000_0000;
    private const long Receives = 0x0FFF_FFFF_8000_0000;
    private const long Closing = 0x1000_0000_0000_0000;
    private const long Ended = 0x2000_0000_0000_0000;

    // An application may begin any number of sends without waiting for one: they must not overflow into each other.
    private long _state;

    public readonly bool IsEnded => (Volatile.Read(in _state) & Ended) != 0;

    public readonly bool IsClosing => (Volatile.Read(in _state) & Closing) != 0;

    public readonly bool IsSending => (Volatile.Read(in _state) & Sends) != 0;

    public readonly bool IsReceiving => (Volatile.Read(in _state) & Receives) != 0;

    public bool TryBeginSend() => TryAdd(OneSend);

    public bool TryBeginReceive() => TryAdd(OneReceive);

    /// <summary>Whether the application may close: not what the server closes.</summary>
    public bool TryBeginClose() => TryAdd(Closing, isFlag: true);

    /// <summary>Whether this was the last send of an ended socket.</summary>
    public bool EndSend()
    {
        var state = Interlocked.Add(ref _state, -OneSend);
        return (state & Ended) != 0 && (state & Sends) == 0;
    }

    /// <summary>Whether this was the last receive of an ended socket.</summary>
    public bool EndReceive()
    {
        var state = Interlocked.Add(ref _state, -OneReceive);
        return (state & Ended) != 0 && (state & Receives) == 0;
    }

    public void End() => Interlocked.Or(ref _state, Ended);

    private bool TryAdd(long what, bool isFlag = false)
    {
        while (true)
        {
            var state = Volatile.Read(in _state);
            if ((state & Ended) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _state, isFlag ? state | what : state + what, state) == state)
            {
                return true;
            }
        }
    }
}
