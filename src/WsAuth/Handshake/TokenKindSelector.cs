using WsAuth.Credentials;
using WsAuth.Reasons;
using WsAuth.Tokens;

namespace WsAuth.Handshake;

/// <summary>Names a credential's kind by its shape, and finds the validator for it.</summary>
internal sealed class TokenKindSelector
{
    private readonly Dictionary<TokenKind, ITokenValidator> _validators = [];

    public TokenKindSelector(IEnumerable<ITokenValidator> validators)
    {
        foreach (var validator in validators)
        {
            if (!_validators.TryAdd(validator.Kind, validator))
            {
                throw new InvalidOperationException(
                    $"Two validators are registered for the kind '{validator.Kind}': {_validators[validator.Kind].GetType().Name} and {validator.GetType().Name}. Remove one, or give it a kind of its own."
                );
            }
        }
    }

    public IReadOnlyCollection<TokenKind> Kinds => _validators.Keys;

    /// <summary>The validator of a kind; null where none is registered.</summary>
    public ITokenValidator? Find(TokenKind kind) => _validators.GetValueOrDefault(kind);

    /// <summary>The first accepted kind that recognizes the credential and may stand where it stood; otherwise the refusal.</summary>
    public ITokenValidator? Select(
        in CredentialReading reading,
        HandshakeRequirements requirements,
        out Refusal? refusal
    )
    {
        var credential = reading.Credential;
        var text = credential.DangerousGetText();
        var shape = CredentialShapes.Of(text);
        refusal = null;
        foreach (var kind in requirements.Kinds)
        {
            if (
                (reading.OnlyKind is null || kind.Equals(reading.OnlyKind))
                && _validators.TryGetValue(kind, out var validator)
                && validator.Recognizes(text, shape)
            )
            {
                return validator;
            }
        }

        refusal =
            shape == CredentialShape.JwtCutOff
            && (
                reading.OnlyKind is { } expected
                    ? requirements.Kinds.Contains(expected)
                    : requirements.Kinds.Contains(TokenKind.Jwt) || requirements.Kinds.Contains(TokenKind.Ticket)
            )
                ? new Refusal(
                    ReasonCatalogue.CredentialMalformed,
                    $"It is the beginning of a JWT, cut off after {credential.Length} characters.",
                    "Send the whole token: three parts with two dots between them."
                )
            : reading.OnlyKind is { } only && !(shape == CredentialShape.Ticket && only.Equals(TokenKind.Ticket))
                ? new Refusal(
                    ReasonCatalogue.CredentialKindRefused,
                    $"It looks like {shape.Describe()} and stands where only a {only} may, the {credential.Location.Describe()}; this endpoint accepts {requirements}.",
                    KindAdvice.ForPlace(credential.Location, shape, requirements)
                )
            : new Refusal(
                ReasonCatalogue.CredentialKindRefused,
                $"It looks like {shape.Describe()}; this endpoint accepts {requirements}.",
                KindAdvice.ForShape(shape, requirements)
            );
        return null;
    }
}
