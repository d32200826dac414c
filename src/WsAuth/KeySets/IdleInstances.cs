using System.Security.Cryptography;

namespace WsAuth.KeySets;

/// <summary>Key objects of the platform serve one thread at a time and are dear to make: a few idle ones are kept for each key.</summary>
internal sealed class IdleInstances<T>(Func<T> create)
    where T : AsymmetricAlgorithm
{
    private readonly T?[] _idle = new T?[Math.Clamp(Environment.ProcessorCount, 2, 16)];

    public T Borrow()
    {
        foreach (ref var slot in _idle.AsSpan())
        {
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } instance)
            {
                return instance;
            }
        }

        return create();
    }

    public void Return(T instance)
    {
        foreach (ref var slot in _idle.AsSpan())
        {
            if (slot is null && Interlocked.CompareExchange(ref slot, instance, null) is null)
            {
                return;
            }
        }

        instance.Dispose();
    }
}
