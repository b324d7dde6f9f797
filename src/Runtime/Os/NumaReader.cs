using System.Globalization;

namespace Slabwise.Os;

/// <summary>Reads the topology as Linux shows it under <c>/sys/devices/system/node</c>.</summary>
internal static class NumaReader
{
    public const string SystemRoot = "/sys/devices/system/node";

    /// <summary>Reads it; one node where there is only one, or where the system does not say.</summary>
    public static NumaTopology Read(string root)
    {
        try
        {
            // Nearly every machine ends here, at the cost of one small file.
            string online = Path.Combine(root, "online");
            List<int> numbers = File.Exists(online) ? KernelList.Parse(File.ReadAllText(online)) : [];
            return numbers.Count < 2 ? NumaTopology.OneNode : Of(ReadNodes(root, numbers));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            // A container may hide parts of it. Then all memory is alike, which is slower at worst.
            return NumaTopology.OneNode;
        }
    }

    private static List<Node> ReadNodes(string root, List<int> online)
    {
        string memory = Path.Combine(root, "has_memory");
        List<int> hasMemory = File.Exists(memory) ? KernelList.Parse(File.ReadAllText(memory)) : online;
        var nodes = new List<Node>();
        foreach (int number in online)
        {
            string folder = Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"node{number}"));
            string[] distances = File.ReadAllText(Path.Combine(folder, "distance")).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
            nodes.Add(new Node(
                number,
                nodes.Count,
                hasMemory.Contains(number),
                CpusOf(folder),
                [.. distances.Select(distance => int.Parse(distance, CultureInfo.InvariantCulture))]));
        }

        return nodes;
    }

    // The list names CPUs that are online. Those that are not may come later, and have entries already where the kernel knows their node.
    private static List<int> CpusOf(string folder)
    {
        List<int> cpus = KernelList.Parse(File.ReadAllText(Path.Combine(folder, "cpulist")));
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder, "cpu*"))
        {
            ReadOnlySpan<char> number = Path.GetFileName(entry.AsSpan())["cpu".Length..];
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int cpu) && !cpus.Contains(cpu)) cpus.Add(cpu);
        }

        return cpus;
    }

    private static NumaTopology Of(List<Node> nodes)
    {
        Node[] counted = [.. nodes.Where(node => node.HasMemory && node.Cpus.Count > 0)];
        if (counted.Length < 2) return NumaTopology.OneNode;

        var nodeOfCpu = new int[nodes.Max(node => node.Cpus.DefaultIfEmpty().Max()) + 1];
        foreach (Node node in nodes)
        {
            int serves = NearestTo(node, counted)[0];
            foreach (int cpu in node.Cpus) nodeOfCpu[cpu] = serves;
        }

        return new NumaTopology([.. counted.Select(node => node.Number)], nodeOfCpu, [.. counted.Select(node => NearestTo(node, counted))]);
    }

    // A row of distances has a column for each online node, in their order; a node is the nearest to itself whatever its row says.
    private static int[] NearestTo(Node from, Node[] counted) =>
        [.. Enumerable.Range(0, counted.Length).OrderBy(at => counted[at] == from ? 0 : from.DistanceTo(counted[at]))];

    private sealed record Node(int Number, int Column, bool HasMemory, List<int> Cpus, int[] Distances)
    {
        public int DistanceTo(Node other) => other.Column < Distances.Length ? Distances[other.Column] : int.MaxValue;
    }
}
