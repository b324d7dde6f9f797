using System.Globalization;
using System.Text;
using Slabwise.Generators;

namespace Slabwise.Analyzers.Survey.Time;

/// <summary>
/// A project as a service has them: for each file that rents anything, two that do not. The same number gives the same text.
/// </summary>
internal static class GeneratedProject
{
    public static void Write(string folder, int files, bool withAnalyzers)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < files; i++) File.WriteAllText(Path.Combine(folder, $"File{i:D3}.cs"), TextOf(i));
        string analyzers = withAnalyzers ? $"<Analyzer Include=\"{typeof(RuleIdentifiers).Assembly.Location}\" />" : "";
        // An empty props file of its own keeps what lies above the folder out of the measurement.
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Generated.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <EnableNETAnalyzers>false</EnableNETAnalyzers>
                <ReportAnalyzer>true</ReportAnalyzer>
                <ErrorLog>report.sarif,version=2.1</ErrorLog>
                <Deterministic>true</Deterministic>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(Pooled<>).Assembly.Location}" />
                <Analyzer Include="{typeof(PooledTypeGenerator).Assembly.Location}" />
                {analyzers}
              </ItemGroup>
            </Project>
            """);
    }

    private static string TextOf(int i)
    {
        StringBuilder text = new();
        text.AppendLine("using System.Buffers;\nusing System.Runtime.InteropServices;\nusing System.Text;\nusing Slabwise;\n\nnamespace Generated;\n");
        text.AppendLine((i % 6) switch { 0 => ArrayUser(i), 3 => OwnerUser(i), _ => "" });
        text.AppendLine(Plain(i));
        return text.ToString();
    }

    private static string Plain(int i)
    {
        StringBuilder members = new();
        for (int m = 0; m < 8; m++)
        {
            members.AppendLine(CultureInfo.InvariantCulture, $$"""
                    public int Count{{m}} { get; set; }

                    public string Describe{{m}}(IReadOnlyList<Order{{i}}> orders, int limit)
                    {
                        StringBuilder text = new();
                        foreach (Order{{i}} order in orders.Where(order => order.Total > limit + {{m}}).OrderBy(order => order.Name))
                        {
                            if (order.Lines.Count == 0) continue;
                            text.Append(order.Name).Append(": ").Append(order.Total * {{m + 1}}).AppendLine();
                            foreach ((string key, decimal price) in order.Lines) text.Append("  ").Append(key).Append(' ').Append(price);
                        }

                        Count{{m}} += orders.Count;
                        return text.Length > 0 ? text.ToString() : "none";
                    }

                    public async Task<int> Load{{m}}Async(Stream stream, CancellationToken token)
                    {
                        using StreamReader reader = new(stream);
                        int lines = 0;
                        while (await reader.ReadLineAsync(token) is { } line)
                        {
                            if (!int.TryParse(line.Trim(), out int value)) throw new FormatException($"Line {lines} of {{m}} is no number.");
                            lines += value switch { < 0 => 0, 0 => 1, > 100 => 100, _ => value };
                        }

                        return lines;
                    }

                """);
        }

        return $$"""
            public sealed record Order{{i}}(string Name, decimal Total, Dictionary<string, decimal> Lines);

            public sealed class Service{{i}}
            {
                private readonly Dictionary<string, Order{{i}}> _orders = [];

                public bool TryAdd(Order{{i}} order) => _orders.TryAdd(order.Name, order);

            {{members}}}
            """;
    }

    private static string ArrayUser(int i) => $$"""
        [SizeClassPooled]
        public partial struct Tick{{i}} { public long Id; public double Bid, Ask; public int Venue; }

        public sealed class Packets{{i}} : IDisposable
        {
            private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(4096);
            private int _length;

            public void Append(ReadOnlySpan<byte> bytes)
            {
                ObjectDisposedException.ThrowIf(_buffer is null, this);
                if (_length + bytes.Length > _buffer.Length) Grow(_length + bytes.Length);
                bytes.CopyTo(_buffer.AsSpan(_length));
                _length += bytes.Length;
            }

            private void Grow(int needed)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _buffer!.Length * 2));
                _buffer.AsSpan(0, _length).CopyTo(larger);
                byte[] old = _buffer;
                _buffer = larger;
                ArrayPool<byte>.Shared.Return(old);
            }

            public static string Encode(ReadOnlySpan<byte> bytes)
            {
                char[]? rented = null;
                Span<char> text = bytes.Length <= 128 ? stackalloc char[256] : (rented = ArrayPool<char>.Shared.Rent(bytes.Length * 2));
                for (int at = 0; at < bytes.Length; at++) bytes[at].TryFormat(text[(at * 2)..], out _, "x2");
                string result = text[..(bytes.Length * 2)].ToString();
                if (rented is not null) ArrayPool<char>.Shared.Return(rented);
                return result;
            }

            public static async Task<long> CopyAsync(Stream from, Stream to, CancellationToken token)
            {
                byte[] buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
                long total = 0;
                try
                {
                    int read;
                    while ((read = await from.ReadAsync(buffer, token)) != 0)
                    {
                        await to.WriteAsync(buffer.AsMemory(0, read), token);
                        total += read;
                    }
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }

                return total;
            }

            public static double Mid(long id)
            {
                using var tick = Tick{{i}}.Lease();
                tick.Value.Id = id;
                tick.Value.Bid = id * 0.5;
                tick.Value.Ask = id * 0.6;
                return (tick.Value.Bid + tick.Value.Ask) / 2;
            }

            public void Dispose()
            {
                byte[]? buffer = _buffer;
                _buffer = null;
                if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        """;

    private static string OwnerUser(int i) => $$"""
        public static class Natives{{i}}
        {
            public static int Sum(ReadOnlySpan<int> values)
            {
                nint copy = Marshal.AllocHGlobal(values.Length * sizeof(int));
                try
                {
                    int sum = 0;
                    for (int at = 0; at < values.Length; at++)
                    {
                        Marshal.WriteInt32(copy, at * sizeof(int), values[at]);
                        sum += Marshal.ReadInt32(copy, at * sizeof(int));
                    }

                    return sum;
                }
                finally
                {
                    Marshal.FreeHGlobal(copy);
                }
            }

            public static string Fold(string text)
            {
                using IMemoryOwner<char> owner = MemoryPool<char>.Shared.Rent(text.Length);
                Span<char> folded = owner.Memory.Span[..text.Length];
                for (int at = 0; at < text.Length; at++) folded[at] = char.ToLowerInvariant(text[at]);
                return new string(folded);
            }
        }

        """;
}
