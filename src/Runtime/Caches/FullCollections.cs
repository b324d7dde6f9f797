using System.Runtime.InteropServices;

namespace Slabwise.Caches;

/// <summary>Calls a store after every full collection, for as long as its pool is held.</summary>
/// <remarks>Nobody refers to it, so each collection of its generation finalizes it, and it registers again; it has reached the oldest generation
/// after two. It knows the pool's end by a handle of its own: a weak reference would be finalized together with it.</remarks>
internal sealed class FullCollections(IdleStoreOwner owner)
{
    private readonly GCHandle _owner = GCHandle.Alloc(owner, GCHandleType.Weak);
    private int _seen = GC.CollectionCount(GC.MaxGeneration);

    ~FullCollections()
    {
        if (_owner.Target is not IdleStoreOwner owner)
        {
            _owner.Free();
            return;
        }

        int full = GC.CollectionCount(GC.MaxGeneration);
        if (full != _seen) owner.Store.OnFullCollection();
        _seen = full;
        GC.KeepAlive(owner);
        GC.ReRegisterForFinalize(this);
    }
}
