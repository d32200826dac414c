namespace WsAuth.Secrets;

/// <summary>
/// Where <c>env:</c> and <c>envfile:</c> sources look. Register your own to give a test its variables without touching
/// those of the process, which every other test shares.
/// </summary>
public interface IEnvironmentVariables
{
    /// <summary>The value of a variable; null where it is not set.</summary>
    string? Get(string name);
}
