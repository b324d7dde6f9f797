using Microsoft.CodeAnalysis;

namespace Slabwise.Analyzers.Ranges;

/// <summary>Which numbers a type holds, and numbers that code states.</summary>
internal static class TypeRange
{
    /// <summary>Types of 64 bits, and those that are not integers, say nothing about sizes; their ends are open.</summary>
    public static Interval Of(ITypeSymbol? type) => type?.SpecialType switch
    {
        SpecialType.System_Byte => new(0, byte.MaxValue),
        SpecialType.System_SByte => new(sbyte.MinValue, sbyte.MaxValue),
        SpecialType.System_Int16 => new(short.MinValue, short.MaxValue),
        SpecialType.System_UInt16 or SpecialType.System_Char => new(0, ushort.MaxValue),
        SpecialType.System_Int32 => new(int.MinValue, int.MaxValue),
        SpecialType.System_UInt32 => new(0, uint.MaxValue),
        SpecialType.System_UInt64 or SpecialType.System_UIntPtr => Interval.AtLeast(0),
        _ => Interval.Any,
    };

    public static bool IsInteger(ITypeSymbol? type) => type?.SpecialType is
        SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Char
        or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
        or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    /// <summary>The whole number that <paramref name="value"/> is, unless it is none or too large.</summary>
    public static long? Number(object? value) => value switch
    {
        int number => number,
        uint number => number,
        long number => number,
        short number => number,
        ushort number => number,
        byte number => number,
        sbyte number => number,
        char number => number,
        ulong number when number <= long.MaxValue => (long)number,
        _ => null,
    };

    public static long? Number(IOperation operation) => operation.ConstantValue is { HasValue: true } constant ? Number(constant.Value) : null;
}
