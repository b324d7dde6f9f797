namespace Slabwise;

/// <summary>The method takes the argument over and sees to its return; the caller must not use it afterwards.</summary>
/// <remarks>Read by the ownership rules SLAB101 to SLAB118; it changes nothing at run time.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OwnedAttribute : Attribute;

/// <summary>The method uses the argument only until it returns; the caller still owns it.</summary>
/// <remarks>Read by the ownership rules SLAB101 to SLAB118; it changes nothing at run time.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BorrowedAttribute : Attribute;

/// <summary>What the method hands out belongs to the caller, who must return it to its pool.</summary>
/// <remarks>Read by the ownership rules SLAB101 to SLAB118; it changes nothing at run time.</remarks>
[AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Parameter)]
public sealed class ReturnsOwnedAttribute : Attribute;

/// <summary>Instances may be used only by the thread that created them.</summary>
/// <remarks>Read by the thread rules: SLAB201 reports an instance that reaches another thread, SLAB202 one that is held across an await.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class SingleThreadAttribute : Attribute
{
    /// <summary>Whether an instance may move from thread to thread, as with an async method, as long as only one uses it at a time.</summary>
    public bool MayMove { get; set; }
}
