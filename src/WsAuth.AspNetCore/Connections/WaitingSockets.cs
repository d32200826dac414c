using WsAuth.Options;

namespace WsAuth.AspNetCore.Connections;

/// <summary>Counts the accepted sockets that wait for their first message: they are anonymous, and anybody can open more.</summary>
internal sealed class WaitingSockets(WsAuthSettings settings)
{
    private int _count;

    /// <summary>Whether one more may wait; who enters has to leave.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= settings.Current.FirstMessage.MaximumWaiting)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}
