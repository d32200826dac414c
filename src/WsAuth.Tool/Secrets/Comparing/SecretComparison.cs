using System.Security.Cryptography;
using WsAuth.Tool.CommandLine;

namespace WsAuth.Tool.Secrets.Comparing;

/// <summary>Whether two sides hold the same secret, and if not, what of one is what of the other.</summary>
/// <param name="IsEqual">Whether the values in force are the same.</param>
/// <param name="Difference">What differs, for machines; null where nothing does.</param>
/// <param name="Verdict">One sentence.</param>
/// <param name="Fix">What to change and where; null where nothing is to be changed.</param>
internal sealed record SecretComparison(bool IsEqual, string? Difference, string Verdict, string? Fix)
{
    private const string Unrelated = "unrelated";

    public ExitCode ExitCode => Difference is null && Fix is null ? ExitCode.Fine : ExitCode.Finding;

    public static SecretComparison Of(ComparedSide here, ComparedSide there)
    {
        // What one side uses first, then what it does not; two values that neither uses say nothing.
        var pairs = here
            .Values.SelectMany(left => there.Values.Select(right => (left, right)))
            .Where(pair => pair.left.IsMeant || pair.right.IsMeant)
            .OrderBy(pair => pair.left.Rank + pair.right.Rank)
            .ToList();
        foreach (var (left, right) in pairs)
        {
            if (AreSame(left, right))
            {
                return left.IsMeant && right.IsMeant
                    ? Equal(here, there)
                    : Differ(
                        here,
                        there,
                        left,
                        right,
                        "source",
                        $"{left.Label} is the same value as {right.Label}",
                        null
                    );
            }
        }

        foreach (var (left, right) in pairs)
        {
            if (FindForm(left, right) is { } form)
            {
                return Differ(here, there, left, right, form.Code, form.Sentence, form.Fix);
            }
        }

        return FindCommonForm(here, there) ?? FindNothing(here, there);
    }

    private static bool AreSame(HeldValue left, HeldValue right) =>
        left.DangerousGetBytes() is { } bytes
            ? right.Holds(bytes)
            : right.DangerousGetBytes() is { } others && left.Holds(others);

    private static (string Code, string Sentence, string Fix)? FindForm(HeldValue left, HeldValue right) =>
        FormOf(left, right) ?? FormOf(right, left);

    private static (string Code, string Sentence, string Fix)? FormOf(HeldValue from, HeldValue other) =>
        from.Value is { } value
        && DerivedForms.Of(value).FirstOrDefault(form => other.Holds(form.DangerousGetBytes())) is { } form
            ? (form.Code, form.Tell(from, other), form.TellFix(from, other))
            : null;

    // Both are odd, each in its own way, around one bare value.
    private static SecretComparison? FindCommonForm(ComparedSide here, ComparedSide there)
    {
        if (here.Meant is not { Value: { } left } || there.Meant is not { Value: { } right })
        {
            return null;
        }

        var others = DerivedForms.Of(right).ToList();
        return DerivedForms
            .Of(left)
            .Any(form => others.Exists(other => AreSame(form.DangerousGetBytes(), other.DangerousGetBytes())))
            ? new SecretComparison(
                false,
                "surroundings",
                Sentence(
                    $"{here.Meant!.Label} and {there.Meant!.Label} differ in what stands around the value, or in how its bytes are written, alone"
                ),
                "Write the bare value on both sides; 'wsauth secret explain' names what is odd about each."
            )
            : null;
    }

    private static bool AreSame(byte[] left, byte[] right) => CryptographicOperations.FixedTimeEquals(left, right);

    private static SecretComparison Equal(ComparedSide here, ComparedSide there)
    {
        var fault = here.Fault ?? there.Fault;
        var verdict = Sentence($"{here.Meant!.Label} and {there.Meant!.Label} hold the same value");
        return fault is null
            ? new SecretComparison(true, null, verdict, null)
            : new SecretComparison(true, null, verdict, $"The service refuses that value: {fault}");
    }

    private static SecretComparison Differ(
        ComparedSide here,
        ComparedSide there,
        HeldValue left,
        HeldValue right,
        string difference,
        string sentence,
        string? fix
    )
    {
        sentence += Standing(here, left) + Standing(there, right);
        return new SecretComparison(
            false,
            difference,
            Sentence(sentence),
            left.Repair
                ?? right.Repair
                ?? fix
                ?? (
                    left.IsMeant
                        ? $"Give {here.Title} the value that {there.Title} uses, or put that of {left.Label} where {there.Title} looks first."
                        : $"Give {there.Title} the value that {here.Title} uses, or put that of {right.Label} where {here.Title} looks first."
                )
        );
    }

    private static string Standing(ComparedSide side, HeldValue value) =>
        value.IsMeant ? ""
        : side.Meant is { } meant ? $"; {value.Label} is {value.Standing}, and {meant.Label} is in force there"
        : $"; {value.Label} is {value.Standing}, and nothing is in force there";

    private static SecretComparison FindNothing(ComparedSide here, ComparedSide there)
    {
        if (
            (
                here.Meant is null ? here
                : there.Meant is null ? there
                : null
            ) is
            { } empty
        )
        {
            return new SecretComparison(
                false,
                "missing",
                Sentence($"{empty.Title} has no value to compare"),
                empty.Fault ?? "Give it one: 'wsauth secret generate' makes it."
            );
        }

        return new SecretComparison(
            false,
            Unrelated,
            Sentence(
                $"{here.Meant!} and {there.Meant!} are different values, and no other value in sight explains one by the other"
            ),
            "Bring the value of one side to the other, by a way that shows it to nobody else, and compare again; or make another: 'wsauth secret generate'."
        );
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
