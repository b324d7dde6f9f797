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
/// <remarks>Rule SLAB201 reports an instance that reaches a delegate which runs on another thread.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class SingleThreadAttribute : Attribute;
