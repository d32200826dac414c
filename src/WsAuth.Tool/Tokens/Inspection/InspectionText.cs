using Spectre.Console;
using WsAuth.Tool.Terminal;
using WsAuth.Tool.Tokens.Inspection.Checks;

namespace WsAuth.Tool.Tokens.Inspection;

/// <summary>An inspection for people.</summary>
internal static class InspectionText
{
    public static void Write(ToolConsole console, TokenInspection inspection)
    {
        var styled = console.Styled;
        styled.Write(new Markup("[yellow]" + Markup.Escape(TokenInspection.Notice) + "[/]"));
        console.Output.Write($"\ncredential: {inspection.Shape}, {inspection.Length} characters\n");
        if (inspection.PeeledOff.Count > 0)
        {
            console.Output.Write($"taken off: {string.Join(", ", inspection.PeeledOff)}\n");
        }

        WriteMembers(console, "header (unverified)", inspection.Header);
        WriteMembers(console, "claims (unverified)", inspection.Claims);
        console.Output.Write($"checks of a service in {inspection.EnvironmentName}, in its order\n");
        var widest = inspection.Checks.Max(check => check.Name.Length);
        var isReached = true;
        foreach (var check in inspection.Checks)
        {
            if (isReached && !check.IsReached)
            {
                console.Output.Write("    the service stops here; what follows was read all the same\n");
            }

            isReached = check.IsReached;
            styled.Write(new Markup(MarkOf(check.State)));
            console.Output.Write($" {check.Name.PadRight(widest)}  {Describe(check)}\n");
        }

        WriteLine(console, "secret", inspection.Secret);
        foreach (var warning in inspection.Warnings)
        {
            styled.Write(new Markup("[yellow]warning:[/] "));
            console.Output.Write(warning + "\n");
        }

        styled.Write(
            new Markup(
                inspection.IsUndecided ? "[yellow]verdict:[/] "
                : inspection.IsAccepted ? "[green]verdict:[/] "
                : "[red]verdict:[/] "
            )
        );
        console.Output.Write(inspection.Verdict + "\n");
        WriteLine(console, "fix", inspection.Fix);
    }

    private static void WriteMembers(ToolConsole console, string title, IReadOnlyList<TokenMember> members)
    {
        if (members.Count == 0)
        {
            return;
        }

        console.Output.Write(title + "\n");
        var widest = members.Max(member => member.Name.Length);
        var now = console.Clock.GetUtcNow();
        foreach (var member in members)
        {
            // A hidden number is not shown as the date that it means; what the checks say of exp, nbf and iat is.
            var time =
                member.Time is { } moment && member.Value != ShownValues.Hidden
                    ? $"  {RelativeTime.Both(moment, now)}"
                    : "";
            console.Output.Write($"  {member.Name.PadRight(widest)}  {member.Value}{time}\n");
        }
    }

    private static void WriteLine(ToolConsole console, string name, string? text)
    {
        if (text is not null)
        {
            console.Output.Write($"{name}: {text}\n");
        }
    }

    private static string Describe(TokenCheck check) =>
        check.Reason is null ? check.Detail : $"{check.Reason}: {check.Detail}";

    private static string MarkOf(CheckState state) =>
        state switch
        {
            CheckState.Passed => "  [green]✓[/]",
            CheckState.Failed => "  [red]✗[/]",
            _ => "  ?",
        };
}
