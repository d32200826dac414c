using System.Text;

namespace WsAuth.Secrets.Sources;

/// <summary>One place where a secret may stand. Reading it has no side effect on any other source.</summary>
internal abstract class SecretSource
{
    /// <summary>The source as it is spelled in an order, <c>{ENVIRONMENT}</c> filled in.</summary>
    public abstract string Name { get; }

    /// <summary>Whether its value may change while the process runs, without a configuration reload.</summary>
    public virtual bool Changes => false;

    /// <summary>Whether the library made the value itself, so that there is nothing to say about its form.</summary>
    public virtual bool IsGenerated => false;

    /// <summary>What it holds now.</summary>
    public abstract SecretReading Read(SecretSourceContext context);

    /// <summary>What it holds now; a source that throws is refused.</summary>
    public SecretReading ReadOrRefuse(SecretSourceContext context)
    {
        try
        {
            return Read(context);
        }
        catch (Exception exception)
        {
            // Configuration providers and environments of the application's own may throw; their messages may hold anything.
            return SecretReading.Refused($"reading it threw {exception.GetType().Name}");
        }
    }

    protected static SecretReading FromText(string? text) =>
        text is null ? SecretReading.Absent : SecretReading.Present(Encoding.UTF8.GetBytes(text));
}
