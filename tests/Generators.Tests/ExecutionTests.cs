using System.Reflection;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Slabwise.Generators.Tests;

/// <summary>Generated pools, compiled, loaded and run on the real runtime.</summary>
public class ExecutionTests
{
    [Fact]
    public void AStructIsRentedUsedAndReturned() => Run("""
        [SizeClassPooled] public partial struct Quote { public long Id; public double Bid, Ask; public int Venue; }
        public static class Program
        {
            public static void Main()
            {
                Pooled<Quote> handle = Quote.Rent();
                handle.Value.Id = 7;
                Check(handle.Value.Id == 7 && handle.IsAlive);
                Quote.Return(handle);
                Check(!handle.IsAlive);
                Throws<ObjectDisposedException>(() => Quote.Return(handle));
                Throws<InvalidOperationException>(() => Quote.Return(default(Pooled<Quote>)));
                using (var lease = Quote.Lease()) lease.Value.Ask = 1.5;

                Pooled<Quote>[] many = new Pooled<Quote>[100];
                Quote.Rent(many);
                Check(many.Distinct().Count() == 100);
                Check(Quote.TryRent(out Pooled<Quote> one));
                Check(Quote.Pool.GetStatistics().Rented == 101);
                Quote.Return(one);
                Quote.Return(many);
                Check(Quote.Pool.GetStatistics().Rented == 0);
                Check(Quote.Pool.Name == "Quote");
            }
        """);

    [Fact]
    public void AlignmentAndZeroesAreKept() => Run("""
        [SizeClassPooled(Alignment = 256, Zeroed = true)] public partial struct Line { public int A; public byte B; }
        public static class Program
        {
            public static unsafe void Main()
            {
                for (int i = 0; i < 10; i++)
                {
                    Pooled<Line> line = Line.Rent();
                    Check((nint)line.Pointer % 256 == 0);
                    Check(line.Value.A == 0 && line.Value.B == 0);
                    line.Value.A = -1;
                    Line.Return(line);
                }
            }
        """);

    [Fact]
    public void GenericStructsHaveAPoolForEachConstruction() => Run("""
        [SizeClassPooled] public partial struct Pair<T> where T : unmanaged { public T A, B; }
        public static class Program
        {
            public static void Main()
            {
                using var bytes = Pair<byte>.Lease();
                using var longs = Pair<long>.Lease();
                bytes.Value.B = 1;
                longs.Value.B = 2;
                Check(Pair<byte>.Pool.Name == "Pair<System.Byte>" && Pair<long>.Pool.Name == "Pair<System.Int64>");
                Check(Pair<byte>.Pool.GetStatistics().ObjectBytes == 2 && Pair<long>.Pool.GetStatistics().ObjectBytes == 16);
            }
        """);

    [Fact]
    public void AClassRunsItsHooksAndComesBack() => Run("""
        [SizeClassPooled] public sealed partial class Request
        {
            public readonly List<int> Hits = [];
            public int Rents;
            partial void OnRent() => Rents++;
            partial void OnReturn() => Hits.Clear();
            public Request Clone() => (Request)MemberwiseClone();
        }
        public static class Program
        {
            public static void Main()
            {
                Request first = Request.Rent();
                first.Hits.Add(1);
                Check(first.Rents == 1);
                Throws<InvalidOperationException>(() => Request.Return(first.Clone()));
                Request.Return(first);
                Check(first.Hits.Count == 0);
                Throws<ObjectDisposedException>(() => Request.Return(first));
                Throws<InvalidOperationException>(() => Request.Return(new Request()));
                Throws<ArgumentNullException>(() => Request.Return(null!));
                Request second = Request.Rent();
                Check(ReferenceEquals(first, second) && second.Rents == 2);
                Request.Return(second);
                using (ObjectLease<Request> lease = Request.Lease()) lease.Value.Hits.Add(2);
                Check(Request.Pool.GetStatistics().Rented == 0 && Request.Pool.Name == "Request");
            }
        """);

    [Fact]
    public void AnOnRentThatThrowsCostsNoSlot() => Run("""
        [SizeClassPooled] public sealed partial class Session
        {
            public static bool Fail;
            private readonly int _size;
            private Session(int size) => _size = size;
            public static Session Create() => new(3);
            public int Size => _size;
            partial void OnRent() { if (Fail) throw new FormatException(); }
        }
        public static class Program
        {
            public static void Main()
            {
                Session.Return(Session.Rent());
                Session.Fail = true;
                for (int i = 0; i < 100; i++) Throws<FormatException>(() => Session.Rent());
                Check(Session.Pool.GetStatistics().Rented == 0);
                Session.Fail = false;
                Session session = Session.Rent();
                Check(session.Size == 3);
                Session.Return(session);
                Check(Session.Pool.GetStatistics().Rented == 0);
            }
        """);

    [Fact]
    public void AnOnReturnThatThrowsLeavesTheObjectRented() => Run("""
        [SizeClassPooled] public sealed partial class Session
        {
            public bool Fail;
            void OnReturn() { if (Fail) throw new FormatException(); }
        }
        public static class Program
        {
            public static void Main()
            {
                Session session = Session.Rent();
                session.Fail = true;
                Throws<FormatException>(() => Session.Return(session));
                Check(Session.Pool.GetStatistics().Rented == 1);
                session.Fail = false;
                Session.Return(session);
                Check(Session.Pool.GetStatistics().Rented == 0);
            }
        """);

    [Fact]
    public void ADerivedObjectIsRefusedByThePoolOfItsBase() => Run("""
        [SizeClassPooled] public partial class Base { public int X; protected void OnReturn() => X = 0; }
        [SizeClassPooled] public sealed partial class Derived : Base { public int Y; }
        public static class Program
        {
            public static void Main()
            {
                Derived derived = Derived.Rent();
                derived.X = 1;
                Throws<InvalidOperationException>(() => Base.Return(derived));
                Derived.Return(derived);
                Check(derived.X == 0);
                Check(Base.Rent().GetType() == typeof(Base));
            }
        """);

    [Fact]
    public void GenericCodeReachesPoolsThroughTheInterfaces() => Run("""
        [SizeClassPooled] public partial struct Quote { public int Id; }
        [SizeClassPooled] public sealed partial class Request { }
        public static class Program
        {
            static string NameOf<T>() where T : ISizeClassPooled<T> => T.Pool.Name;
            static void Struct<T>() where T : unmanaged, IPooledStruct<T> { Pooled<T> h = T.Rent(); T.Return(h); }
            static void Class<T>() where T : class, IPooledObject<T> { T item = T.Rent(); T.Return(item); }
            public static void Main()
            {
                Check(NameOf<Quote>() == "Quote" && NameOf<Request>() == "Request");
                Struct<Quote>();
                Class<Request>();
            }
        """);

    /// <summary>The pool itself compares the size that the build wrote with the JIT's, and refuses to start on a difference.</summary>
    [Fact]
    public void PoolsOfEveryLayoutStart() => Run("""
        [SizeClassPooled] public partial struct A { public byte X; public DateTime Y; public byte Z; }
        [SizeClassPooled] public partial struct B { public byte X; public Int128 Y; public (byte, long, byte) Z; public decimal? W; }
        [SizeClassPooled] public unsafe partial struct C { public byte X; public fixed int Y[9]; }
        [SizeClassPooled] public partial struct D { }
        [SizeClassPooled] public partial struct E(int x) { public int X => x; public byte Y = 1; }
        [SizeClassPooled] public partial struct F { public nint X; public byte Y; }
        [SizeClassPooled] public partial record struct G(byte X, Guid Y, byte Z);
        [SizeClassPooled] public partial struct H { public byte X; public Pooled<H> Next; }
        public static class Program
        {
            public static void Main()
            {
                A.Return(A.Rent()); B.Return(B.Rent()); C.Return(C.Rent()); D.Return(D.Rent());
                E.Return(E.Rent()); F.Return(F.Rent()); G.Return(G.Rent()); H.Return(H.Rent());
            }
        """);

    // The program's last brace is left out, so that the helpers below can follow its members.
    private static void Run(string program)
    {
        (_, Compilation compilation) = GeneratorHost.Generate("using Slabwise;\n" + program + """

                private static void Check(bool condition, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string what = "")
                {
                    if (!condition) throw new Exception("not so: " + what);
                }

                private static void Throws<T>(Action action) where T : Exception
                {
                    try { action(); }
                    catch (T) { return; }
                    throw new Exception("did not throw " + typeof(T).Name);
                }
            }
            """);
        Assembly assembly = LoadedTypes.Load(compilation);
        assembly.GetType("Program")!.GetMethod("Main")!.CreateDelegate<Action>()();
    }
}
