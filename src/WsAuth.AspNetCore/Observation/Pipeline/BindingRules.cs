using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using WsAuth.Reasons;

namespace WsAuth.AspNetCore.Observation.Pipeline;

/// <summary>Parameters of a handler that the framework could not fill, so that the handler never ran.</summary>
internal static class BindingRules
{
    private const string Layer = "model binding";

    public static PipelineFinding? MinimalApi(LeftHandshake left)
    {
        if (left.Find(EvidenceSource.Binding) is { } seen)
        {
            var parameter = seen["ParameterName"] is { } name
                ? $"its parameter {Quote(name)}{(seen["ParameterType"] is { Length: > 0 } type ? $" ({type})" : "")}"
                : "a parameter";
            var how = seen.Name switch
            {
                "RequiredParameterNotProvided" => $"is not in the request's {seen["Source"]}",
                "ImplicitBodyNotProvided" => "was taken for a body, which a handshake has not",
                "ParameterBindingFailed" => "could not be read from what was sent",
                _ => $"could not be bound ({seen.Name})",
            };
            return new(
                Layer,
                $"The handler of {left.EndpointName} never ran: {parameter} {how}; the answer is {left.Status}.",
                "Make the parameter optional, say where it comes from ([FromServices], [FromRoute], …), or take HttpContext only; a service has to be registered to be recognised as one."
            );
        }

        return left.Thrown is BadHttpRequestException thrown && IsOfFramework(thrown)
            ? new(
                Layer,
                $"The handler of {left.EndpointName} never ran: the framework could not bind its parameters; the answer is {left.Status}.",
                "Compare the handler's parameters with what the client sends."
            )
            : null;
    }

    public static PipelineFinding? Mvc(LeftHandshake left)
    {
        if (left.Find(EvidenceSource.ModelState) is null)
        {
            return null;
        }

        var field = left.Find(EvidenceSource.ModelBinding)?["ModelFieldName"];
        return new(
            Layer,
            $"The action of {left.EndpointName} never ran: its model state is invalid{(field is null ? "" : $", and the request has no value for {Quote(field)}")}; the answer is {left.Status}.",
            "Make the parameter nullable or give it a default, or have the client send it."
        );
    }

    public static PipelineFinding? Antiforgery(LeftHandshake left) =>
        left.Find(EvidenceSource.Antiforgery) is not null || left.Thrown is AntiforgeryValidationException
            ? new(
                "antiforgery",
                $"The antiforgery token of {left.EndpointName} was not valid; the answer is {left.Status}.",
                "Take antiforgery from the WebSocket endpoint (DisableAntiforgery, [IgnoreAntiforgeryToken]): the origin check guards handshakes."
            )
            : null;

    // A handler may throw the same: the framework's own comes from its factory of handlers, from the method
    // that this made, or from what its generator wrote in its stead.
    private static bool IsOfFramework(BadHttpRequestException thrown) =>
        thrown.Source is "Microsoft.AspNetCore.Http.Extensions" or "Anonymously Hosted DynamicMethods Assembly"
        || thrown.StackTrace?.Contains("Microsoft.AspNetCore.Http.Generated", StringComparison.Ordinal) == true;

    private static string Quote(string? name) => ClientText.Quote(name).Replace('"', '\'');
}
