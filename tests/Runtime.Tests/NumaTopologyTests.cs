using Slabwise.Os;
using Xunit;

namespace Slabwise.Runtime.Tests;

public sealed class NumaTopologyTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("numa").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void TwoSocketsAreTwoNodes()
    {
        Online("0-1");
        Node(0, "0-3,8-11", "10 21");
        Node(1, "4-7,12-15", "21 10");
        NumaTopology read = NumaReader.Read(_root);
        Assert.Equal(2, read.Nodes);
        Assert.Equal([0, 0, 1, 1, 0, 1], new[] { 0, 3, 4, 7, 11, 15 }.Select(read.NodeOf));
        Assert.Equal([0, 1], read.NearestTo(0).ToArray());
        Assert.Equal([1, 0], read.NearestTo(1).ToArray());
    }

    [Fact]
    public void OneNodeIsOneWhateverIsMissing()
    {
        Assert.Equal(1, NumaReader.Read(_root).Nodes);
        Online("0");
        Assert.Equal(1, NumaReader.Read(_root).Nodes);
        Assert.Equal(0, NumaTopology.OneNode.NodeOf(700));
        Assert.Equal([0], NumaTopology.OneNode.NearestTo(0).ToArray());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0-")]
    [InlineData("-1")]
    [InlineData("0-99999999")]
    [InlineData("0,99999999999")]
    public void DamagedFilesMakeAllMemoryAlike(string cpus)
    {
        Online("0-1");
        Node(0, cpus, "10 21");
        Node(1, "4-7", "21 10");
        Assert.Equal(1, NumaReader.Read(_root).Nodes);
    }

    [Fact]
    public void FolderThatIsHiddenMakesAllMemoryAlike()
    {
        Online("0-1");
        Node(0, "0-3", "10 21");
        Assert.Equal(1, NumaReader.Read(_root).Nodes);
    }

    [Fact]
    public void NodesAreCountedWithoutTheHolesInTheirNumbers()
    {
        Online("0,8");
        Node(0, "0-3", "10 40");
        Node(8, "4-7", "40 10");
        NumaTopology read = NumaReader.Read(_root);
        Assert.Equal(2, read.Nodes);
        Assert.Equal(1, read.NodeOf(5));
        Assert.Equal(8, read.NumberOf(1));
        Assert.Equal([1, 0], read.NearestTo(1).ToArray());
    }

    [Fact]
    public void CpusWithoutMemoryBelongToTheNearestNodeThatHasSome()
    {
        Online("0-2");
        File.WriteAllText(Path.Combine(_root, "has_memory"), "0,2\n");
        Node(0, "0-1", "10 30 20");
        Node(1, "2-3", "30 10 12");
        Node(2, "4-5", "20 12 10");
        NumaTopology read = NumaReader.Read(_root);
        Assert.Equal(2, read.Nodes);
        Assert.Equal([0, 0, 1, 1, 1, 1], Enumerable.Range(0, 6).Select(read.NodeOf));
        Assert.Equal(2, read.NumberOf(1));
    }

    [Fact]
    public void MemoryWithoutCpusIsLeftToTheSystem()
    {
        Online("0-2");
        Node(0, "0-1", "10 21 17");
        Node(1, "2-3", "21 10 28");
        Node(2, "", "17 28 10");
        NumaTopology read = NumaReader.Read(_root);
        Assert.Equal(2, read.Nodes);
        Assert.Equal([0, 0, 1, 1], Enumerable.Range(0, 4).Select(read.NodeOf));
    }

    [Fact]
    public void CpuThatIsOfflineHasItsNodeAlready()
    {
        Online("0-1");
        Node(0, "0-1", "10 21");
        Node(1, "2", "21 10");
        Directory.CreateDirectory(Path.Combine(_root, "node1", "cpu3"));
        File.WriteAllText(Path.Combine(_root, "node1", "cpumap"), "0000000c\n");
        Assert.Equal(1, NumaReader.Read(_root).NodeOf(3));
    }

    [Fact]
    public void NearestServesFirst()
    {
        Online("0-3");
        Node(0, "0", "10 30 20 40");
        Node(1, "1", "30 10 40 20");
        Node(2, "2", "20 40 10 30");
        Node(3, "3", "40 20 30 10");
        NumaTopology read = NumaReader.Read(_root);
        Assert.Equal([0, 2, 1, 3], read.NearestTo(0).ToArray());
        Assert.Equal([3, 1, 2, 0], read.NearestTo(3).ToArray());
    }

    [Fact]
    public void CpuBeyondTheListBelongsToTheFirstNode()
    {
        Online("0-1");
        Node(0, "0", "10 21");
        Node(1, "1", "21 10");
        Assert.Equal(0, NumaReader.Read(_root).NodeOf(2));
        Assert.Equal(0, NumaReader.Read(_root).NodeOf(-1));
    }

    [Fact]
    public void MachinesOwnTopologyKnowsTheCpuOfThisThread()
    {
        NumaTopology read = NumaReader.Read(NumaReader.SystemRoot);
        Assert.InRange(read.Nodes, 1, 1024);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "asks the kernel for the CPU");
        Assert.InRange(read.CurrentNode(), 0, read.Nodes - 1);
    }

    private void Online(string nodes) => File.WriteAllText(Path.Combine(_root, "online"), nodes + "\n");

    private void Node(int number, string cpus, string distances)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root, $"node{number}")).FullName;
        File.WriteAllText(Path.Combine(folder, "cpulist"), cpus + "\n");
        File.WriteAllText(Path.Combine(folder, "distance"), distances + "\n");
    }
}
