namespace Slabwise.Shared;

/// <summary>Names of the runtime's public types, as metadata spells them.</summary>
internal static class KnownNames
{
    /// <summary>The attribute that asks for a pool.</summary>
    public const string PooledAttribute = "Slabwise.SizeClassPooledAttribute";

    /// <summary>The generator, and with it the folder in the path of each file that it writes.</summary>
    public const string Generator = "Slabwise.Generators.PooledTypeGenerator";

    /// <summary>The hook that runs after a rent.</summary>
    public const string OnRent = "OnRent";

    /// <summary>The hook that runs before a return.</summary>
    public const string OnReturn = "OnReturn";

    /// <summary>The static method that replaces <c>new()</c>.</summary>
    public const string Create = "Create";
}
