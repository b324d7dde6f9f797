namespace Slabwise.Caches;

/// <summary>Stands in the table for an idle object that the garbage collector may take. A class of its own, so that no pooled object is
/// taken for one.</summary>
internal sealed class IdleFaint() : WeakReference(null);
