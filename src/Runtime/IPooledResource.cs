namespace Slabwise;

/// <summary>Implemented by a marked class whose objects hold what should not wait for the garbage collector: a handle, native memory.</summary>
public interface IPooledResource
{
    /// <summary>Runs once when the pool lets go of the object: it has been idle for some seconds, the pool was trimmed, its <c>OnRent</c> hook threw, or it came back beyond
    /// <see cref="ClassPool{T}.MostObjects"/>.</summary>
    /// <remarks>Nobody rents the object afterwards. Runs on a thread of the pool, of the trim or of the return, and holds nothing up but that; it must not throw.</remarks>
    void OnDrop();
}
