namespace Slabwise.Caches;

/// <summary>What a pool holds so that its store is closed after it: threads' hands refer to the store, nobody but the pool to this.</summary>
/// <remarks>Not a finalizer of the pool's own: a pool that is disposed can still be given objects, and one whose constructor threw has no store.
/// The pool's methods keep it alive until they have left the store.</remarks>
internal sealed class IdleStoreOwner(IdleStore store)
{
    ~IdleStoreOwner() => store.Close();
}
