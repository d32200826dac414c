using WsAuth.Tokens;

namespace WsAuth.AspNetCore.Registration;

/// <summary>The kinds that some door of this application accepts, and at which one: their secrets have to resolve when the host starts.</summary>
internal sealed class RequiredKinds
{
    private readonly List<(TokenKind Kind, string Door)> _kinds = [];

    public IReadOnlyList<(TokenKind Kind, string Door)> All => _kinds;

    public bool Accepts(TokenKind kind) => _kinds.Exists(pair => pair.Kind.Equals(kind));

    public void Add(IEnumerable<TokenKind> kinds, string door) => _kinds.AddRange(kinds.Select(kind => (kind, door)));
}
