using WsAuth.AspNetCore.Observation;
using WsAuth.Options;

namespace WsAuth.AspNetCore.Endpoints;

/// <summary>
/// Counts, minute by minute and by monotonic time, how often each network asks. Its memory is bounded: where there are too many networks in one minute,
/// those that come later share one count.
/// </summary>
/// <remarks>The rate limiters of the platform go by the system's own clock, and keep a timer and an object for each caller.</remarks>
internal sealed class QuestionLimit(WsAuthSettings settings, TimeProvider clock)
{
    internal const int MostNetworks = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<RemoteNetwork, int> _asked = [];
    private long _began = clock.GetTimestamp();
    private int _askedByOthers;

    /// <summary>Counts one question.</summary>
    /// <param name="network">Who asks.</param>
    /// <param name="retryAfter">When it may ask again, where it may not now.</param>
    public bool MayAsk(RemoteNetwork network, out TimeSpan retryAfter)
    {
        var most = settings.Current.Journal.QuestionsPerMinute;
        lock (_gate)
        {
            var elapsed = clock.GetElapsedTime(_began);
            if (elapsed >= Window)
            {
                _began = clock.GetTimestamp();
                _asked.Clear();
                _askedByOthers = 0;
                elapsed = TimeSpan.Zero;
            }

            retryAfter = Window - elapsed;
            var isKnown = _asked.TryGetValue(network, out var asked);
            var isOther = !isKnown && _asked.Count >= MostNetworks;
            if ((isOther ? _askedByOthers : asked) >= most)
            {
                return false;
            }

            if (isOther)
            {
                _askedByOthers++;
            }
            else
            {
                _asked[network] = asked + 1;
            }

            return true;
        }
    }
}
