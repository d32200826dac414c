namespace WsAuth.AspNetCore.Connections;

/// <summary>Who is being asked about a socket at the moment: whoever does not answer is to be named.</summary>
internal sealed class RevalidationProgress
{
    private string? _asked;

    /// <summary>The type that is asked; null where it is not made yet.</summary>
    public string? Asked
    {
        get => Volatile.Read(ref _asked);
        set => Volatile.Write(ref _asked, value);
    }
}
