using System.Diagnostics;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>What a value becomes in a shell, an editor or a library, and how to tell it.</summary>
/// <param name="code">What differs, for machines.</param>
/// <param name="sentence">What is told when another value is these bytes: <c>{0}</c> is the value that they were made of, <c>{1}</c> the other.</param>
/// <param name="fix">What to change, with the same places.</param>
/// <param name="bytes">The bytes.</param>
[DebuggerDisplay("{Code,nq}")]
internal sealed class DerivedForm(string code, string sentence, string fix, byte[] bytes)
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _bytes = bytes;

    public string Code => code;

    public byte[] DangerousGetBytes() => _bytes;

    public string Tell(HeldValue from, HeldValue other) => string.Format(null, sentence, from.Label, other.Label);

    public string TellFix(HeldValue from, HeldValue other) => string.Format(null, fix, from.Label, other.Label);
}
