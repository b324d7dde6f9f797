namespace Slabwise.Generators.Tests.Edits;

/// <summary>
/// Files in which everything that a pool depends on can be edited: <c>«name|before|after»</c> is one place. A file whose text begins with a name and
/// a colon is there only after that edit.
/// </summary>
internal static class EditableProject
{
    /// <summary>Each must change what is generated.</summary>
    public static IReadOnlyDictionary<string, string> Relevant { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Quote.cs"] = """
            using Slabwise;
            «using alias|using Amount = System.Int32;|using Amount = System.Int64;»
            namespace Demo.Deep;

            [SizeClassPooled(MaxCached = (int)Level.High, Alignment = Sizes.Alignment, Zeroed = Texts.IsZeroed, Cache = CacheKind.«attribute argument|PerCpu|PerThread»)]
            public unsafe partial struct Quote
            {
                public Inner Inner;
                public Kind Kind;
                public Amount Amount;
                public Price Price;
                public fixed byte Text[Sizes.Text];
            }
            """,
        ["Wide.cs"] = """
            namespace Demo;
            [Slabwise.SizeClassPooled] public partial struct Wide { public «contextual keyword|nint|@nint» A; }
            [Slabwise.SizeClassPooled] public partial struct Narrow
            {
            #if WIDE
                public long A;
            #endif
                public int B;
            }
            """,
        ["Inner.cs"] = """
            using System.Runtime.CompilerServices;
            using System.Runtime.InteropServices;
            namespace Demo;
            [StructLayout(LayoutKind.Sequential«size in a layout attribute||, Size = 256»)]
            public struct Inner { public «field type|int|decimal» A; public Row Row; public Hidden Hidden; }
            [InlineArray(«inline array length|4|40»)] public struct Row { private int _first; }
            public struct Hidden { public int A { get { return «field behind an accessor|1|field»; } } public int B => «field behind an arrow|1|field»; public long C; }
            """,
        ["Values.cs"] = """"
            namespace Demo;
            public static class Sizes { public const int Text = «constant as a size|9|900»; public const int Alignment = «constant as an argument|16|32»; }
            public enum Level { Low = «value before an enum's next|1|7», High }
            public enum Kind «underlying type|: byte|: long» { Bid, Ask }
            public static class Texts { public const bool IsZeroed = Text == "a"; private const string Text = «raw string|"""a"""|"""b"""»; }
            """",
        ["Globals.cs"] = """
            global using «global alias|Price = System.Int32|Price = System.Int64»;
            global using «alias of the attribute|Pooled = Slabwise.SizeClassPooledAttribute|Pooled = System.SerializableAttribute»;
            """,
        ["ByAlias.cs"] = "[Pooled] public partial struct ByAlias { public long A; }",
        ["Order.cs"] = """
            namespace Demo;
            public partial class Shop
            {
                [Slabwise.SizeClassPooled] public sealed partial class Order : Paper { «hook by its modifier|void|partial void» OnReturn() { } }
            }
            """,
        ["OrderPart.cs"] = "namespace Demo; public «keyword of a container|partial|/* not */» class Shop { public partial class Order { partial void OnRent()«hook with a body|;| { }» private static «factory|int|Order» Create() => throw null!; } }",
        ["Paper.cs"] = "namespace Demo; public class Paper { public «member that hides|int Papers|int Pool»; «method that hides||public static int Rent() => 1;» }",
        ["Unknown.cs"] = """
            using Library;
            namespace Demo;
            [Slabwise.SizeClassPooled] public partial struct Unknown { public Tagged<string?> Tag; }
            [Slabwise.SizeClassPooled] public partial struct Foreign { public Outside Outside; }
            """,
        ["More.cs"] = "another part:namespace Demo.Deep; public partial struct Quote { public decimal More; }",
        ["Shadow.cs"] = "nearer type:namespace Demo.Deep; public struct Inner { public byte A; }",
        ["Attribute.cs"] = "other attribute of that name:namespace Demo.Deep; public class SizeClassPooledAttribute : System.Attribute { public int MaxCached, Alignment; public bool Zeroed; public Slabwise.CacheKind Cache; }",
        ["Constructor.cs"] = "constructor:namespace Demo; public partial class Shop { public partial class Order { public Order(int number) { } } }",
        ["Parameter.cs"] = "primary constructor:namespace Demo; public partial struct Wide(int start) { public int Start => start; }",
    };

    /// <summary>None may have a type read again.</summary>
    public static IReadOnlyDictionary<string, string> Unrelated { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Plain.cs"] = """
            namespace Demo;
            «comment||// More.
            »public class Plain
            {
                private static int s_start = «field initializer|1|2 + 2»;
                public string Name { get; set; } = «property initializer|""|"a"»;
                public int Sum(int[] xs) { «statement in a method||int more = 1; »return xs.Length«expression in a method|| + 1»; }
                public int Twice(int x) => x * «expression after an arrow|2|(1 + 1)»;
                public int Half { get { return «expression in an accessor|1|s_start / 2»; } set => s_start = «accessor with an arrow|value|value * 2»; }
                public Plain() : this(1) { «statement in a constructor||Half = 1;» }
                private Plain(int x) => Half = x;
                public static Plain operator +(Plain a, Plain b) => «expression in an operator|a|b»;
                «method in another class||public void OnReturn() { }»
                public «signature of another class's method|int|long» Count() => 1;
            }
            public interface IPlain { «method in an interface||void OnRent();» }
            """,
    };
}
