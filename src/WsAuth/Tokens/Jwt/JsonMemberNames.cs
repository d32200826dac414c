using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace WsAuth.Tokens.Jwt;

/// <summary>
/// Finds duplicate members while an object is read, at every depth (RFC 7519 §4: a parser that takes the last one and a
/// parser that takes the first one would see two different tokens).
/// </summary>
/// <remarks>
/// Names are kept as 32-bit hashes. Where two agree, the whole document is read once more by <see cref="JsonDocument"/>, which
/// decides exactly; so a collision costs time and never a wrong verdict.
/// </remarks>
internal ref struct JsonMemberNames
{
    public const int MaximumDepth = 16;

    private static readonly JsonDocumentOptions Exact = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = MaximumDepth,
    };

    private readonly ReadOnlySpan<byte> _document;
    private Span<int> _hashes;
    private int[]? _rented;
    private Starts _starts;
    private int _count;
    private int _depth;
    private bool _isKnownUnique;

    public JsonMemberNames(ReadOnlySpan<byte> document, Span<int> scratch)
    {
        _document = document;
        _hashes = scratch;
    }

    public void EnterObject() => _starts[_depth++] = _count;

    public void LeaveObject() => _count = _starts[--_depth];

    /// <summary>Takes note of the name that the reader stands on; false where the object has it already.</summary>
    public bool TryAdd(ref Utf8JsonReader reader)
    {
        if (_isKnownUnique)
        {
            return true;
        }

        var hash = reader.ValueIsEscaped ? Hash(Encoding.UTF8.GetBytes(reader.GetString()!)) : Hash(reader.ValueSpan);
        if (_hashes[_starts[_depth - 1].._count].Contains(hash))
        {
            _isKnownUnique = IsUnique(_document);
            return _isKnownUnique;
        }

        if (_count == _hashes.Length)
        {
            Grow();
        }

        _hashes[_count++] = hash;
        return true;
    }

    public readonly void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<int>.Shared.Return(_rented);
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<int>.Shared.Rent(_hashes.Length * 2);
        _hashes.CopyTo(larger);
        Dispose();
        _hashes = _rented = larger;
    }

    private static bool IsUnique(ReadOnlySpan<byte> document)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document.ToArray(), Exact);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var b in name)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return (int)hash;
    }

    [InlineArray(MaximumDepth + 1)]
    private struct Starts
    {
        private int _first;
    }
}
