using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Flow.Families;

/// <summary>The three heaps of <c>Marshal</c>: global memory, COM's task memory and BSTRs.</summary>
internal sealed class MarshalFamily : PoolFamily
{
    private static readonly Dictionary<string, MethodRoles> s_roles = new(StringComparer.Ordinal)
    {
        ["AllocHGlobal"] = Gives(Allocator.GlobalMemory),
        ["ReAllocHGlobal"] = Moves(Allocator.GlobalMemory),
        ["StringToHGlobalAnsi"] = Gives(Allocator.GlobalMemory),
        ["StringToHGlobalAuto"] = Gives(Allocator.GlobalMemory),
        ["StringToHGlobalUni"] = Gives(Allocator.GlobalMemory),
        ["SecureStringToGlobalAllocAnsi"] = Gives(Allocator.GlobalMemory),
        ["SecureStringToGlobalAllocUnicode"] = Gives(Allocator.GlobalMemory),
        ["FreeHGlobal"] = Takes(Allocator.GlobalMemory),
        ["ZeroFreeGlobalAllocAnsi"] = Takes(Allocator.GlobalMemory),
        ["ZeroFreeGlobalAllocUnicode"] = Takes(Allocator.GlobalMemory),
        ["AllocCoTaskMem"] = Gives(Allocator.TaskMemory),
        ["ReAllocCoTaskMem"] = Moves(Allocator.TaskMemory),
        ["StringToCoTaskMemAnsi"] = Gives(Allocator.TaskMemory),
        ["StringToCoTaskMemAuto"] = Gives(Allocator.TaskMemory),
        ["StringToCoTaskMemUni"] = Gives(Allocator.TaskMemory),
        ["StringToCoTaskMemUTF8"] = Gives(Allocator.TaskMemory),
        ["SecureStringToCoTaskMemAnsi"] = Gives(Allocator.TaskMemory),
        ["SecureStringToCoTaskMemUnicode"] = Gives(Allocator.TaskMemory),
        ["FreeCoTaskMem"] = Takes(Allocator.TaskMemory),
        ["ZeroFreeCoTaskMemAnsi"] = Takes(Allocator.TaskMemory),
        ["ZeroFreeCoTaskMemUnicode"] = Takes(Allocator.TaskMemory),
        ["ZeroFreeCoTaskMemUTF8"] = Takes(Allocator.TaskMemory),
        ["StringToBSTR"] = Gives(Allocator.BasicString),
        ["SecureStringToBSTR"] = Gives(Allocator.BasicString),
        ["FreeBSTR"] = Takes(Allocator.BasicString),
        ["ZeroFreeBSTR"] = Takes(Allocator.BasicString),
    };

    private readonly INamedTypeSymbol _marshal;

    private MarshalFamily(INamedTypeSymbol marshal) => _marshal = marshal;

    public static PoolFamily? Create(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Runtime.InteropServices.Marshal") is { } marshal ? new MarshalFamily(marshal) : null;

    public override IReadOnlyCollection<string> MethodNames => s_roles.Keys;

    public override MethodRoles? RolesOf(IMethodSymbol method) =>
        s_roles.TryGetValue(method.Name, out MethodRoles roles) && SymbolEqualityComparer.Default.Equals(method.ContainingType, _marshal) ? roles : null;

    private static MethodRoles Gives(Allocator allocator) => new(new Acquisition(allocator));

    private static MethodRoles Takes(Allocator allocator) => new(null, allocator);

    private static MethodRoles Moves(Allocator allocator) => new(new Acquisition(allocator), allocator);
}
