namespace WsAuth.Secrets.Sources;

/// <summary><c>file:/path</c>: the content of a file. A file that is not there is an absent source.</summary>
internal sealed class FileSource(string path) : SecretSource
{
    public override string Name => "file:" + path;

    public override bool Changes => true;

    public override SecretReading Read(SecretSourceContext context) => SecretFile.Read(path);
}
