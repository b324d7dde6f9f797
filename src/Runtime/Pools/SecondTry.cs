using Slabwise.Caches;

namespace Slabwise.Pools;

/// <summary>A second try for a pool's start that found no memory.</summary>
/// <remarks>Pools start in type initializers, so that all of a pool folds into constants; but the runtime remembers the exception of an initializer
/// for the life of the process. A shortage of a moment would cost the type its pool for good. So a start makes room and tries once more
/// before it gives up. Starting lazily, and checking at every rent whether that was done, would put a load and a branch on the fast path.</remarks>
internal static class SecondTry
{
    /// <exception cref="OutOfMemoryException">There was no memory the second time either.</exception>
    public static T OfStart<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (OutOfMemoryException)
        {
            Relief.Purge();
            GC.Collect();
            return start();
        }
    }
}
