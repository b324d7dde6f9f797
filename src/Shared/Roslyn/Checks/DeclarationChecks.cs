namespace Slabwise.Shared;

/// <summary>All checks, in one place, for the generator that obeys them and the analyzer that reports them.</summary>
internal static class DeclarationChecks
{
    /// <summary>What keeps the type from getting a pool.</summary>
    public static IEnumerable<Finding> Errors(PooledDeclaration declaration)
    {
        // A kind that has no pool has no pool however it is declared: more would be noise.
        if (KindCheck.Find(declaration) is { } unsupported) return [unsupported];
        IEnumerable<Finding> errors = PartialCheck.Find(declaration)
            .Concat(OptionCheck.Find(declaration))
            .Concat(MemberCheck.Find(declaration));
        return declaration.IsStruct
            ? errors.Concat(ReferenceCheck.Find(declaration))
            : errors.Concat(ConstructionCheck.Find(declaration));
    }

    /// <summary>What the author of a type that does get a pool should know.</summary>
    public static IEnumerable<Finding> Advice(PooledDeclaration declaration) => declaration.IsStruct
        ? LayoutCheck.Find(declaration)
        : HookCheck.Find(declaration).Concat(SealedCheck.Find(declaration));
}
