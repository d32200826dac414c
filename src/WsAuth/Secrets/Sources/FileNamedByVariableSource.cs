namespace WsAuth.Secrets.Sources;

/// <summary>
/// <c>envfile:NAME</c>: the file whose path a variable holds, the container convention. Who sets the variable promises
/// the file: one that is not there is an error, not an absent source.
/// </summary>
internal sealed class FileNamedByVariableSource(string variable) : SecretSource
{
    public override string Name => "envfile:" + variable;

    public override bool Changes => true;

    public override SecretReading Read(SecretSourceContext context)
    {
        if (context.Variables.Get(variable) is not { } path)
        {
            return SecretReading.Absent;
        }

        if (string.IsNullOrWhiteSpace(path))
        {
            return FromText(path);
        }

        var reading = SecretFile.Read(path);
        return reading is { Value: null, Fault: null }
            ? SecretReading.Refused(
                $"the file that {variable} names does not exist; correct the variable or create the file"
            )
            : reading;
    }
}
