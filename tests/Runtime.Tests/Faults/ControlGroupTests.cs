using Slabwise.Os;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Control groups, on directories that look like those of the kernel.</summary>
public sealed class ControlGroupTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("slabwise-groups").FullName;

    [Fact]
    public void LeastLimitOfTheGroupAndItsParentsCounts()
    {
        Write("proc/self/cgroup", "0::/shop/web\n");
        Write("sys/fs/cgroup/shop/web/memory.max", "max\n");
        Write("sys/fs/cgroup/shop/web/memory.high", "max\n");
        Write("sys/fs/cgroup/shop/memory.max", "1000000\n");
        Write("sys/fs/cgroup/memory.max", "9000000\n");
        Assert.Equal(1_000_000, ControlGroup.Find(_root).LimitBytes);
    }

    [Fact]
    public void HighBoundCountsWhereItIsLower()
    {
        Write("proc/self/cgroup", "0::/web\n");
        Write("sys/fs/cgroup/web/memory.max", "1000000\n");
        Write("sys/fs/cgroup/web/memory.high", "800000\n");
        Assert.Equal(800_000, ControlGroup.Find(_root).LimitBytes);
    }

    [Fact]
    public void ContainersOwnRootIsFoundWhereThePathLiesOutsideOfIt()
    {
        Write("sys/fs/cgroup/memory.max", "5000000\n");
        Write("proc/self/cgroup", "0::/machine/4711\n");
        Assert.Equal(5_000_000, ControlGroup.Find(_root).LimitBytes);
        Write("proc/self/cgroup", "0::/../../4711\n");
        Assert.Equal(5_000_000, ControlGroup.Find(_root).LimitBytes);
    }

    [Fact]
    public void FirstVersionsMemoryControllerIsRead()
    {
        Write("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/pod/one\n0::/\n");
        Write("sys/fs/cgroup/memory/pod/one/memory.limit_in_bytes", "700000\n");
        Write("sys/fs/cgroup/memory/pod/memory.limit_in_bytes", "9223372036854771712\n");
        Assert.Equal(700_000, ControlGroup.Find(_root).LimitBytes);
    }

    [Theory]
    [InlineData("4:memory:/x\n0::/\n", "sys/fs/cgroup/memory/x/memory.limit_in_bytes", "9223372036854771712\n")]
    [InlineData("0::/x\n", "sys/fs/cgroup/x/memory.max", "max\n")]
    [InlineData("0::/x\n", "sys/fs/cgroup/x/memory.max", "")]
    [InlineData("0::/x\n", "sys/fs/cgroup/x/memory.max", "many\n")]
    [InlineData("nonsense\n", "sys/fs/cgroup/memory.max", "1000\n")]
    public void GroupsWithoutALimitBoundNothing(string membership, string file, string text)
    {
        Write("proc/self/cgroup", membership);
        Write(file, text);
        ControlGroup group = ControlGroup.Find(_root);
        Assert.Equal(0, group.LimitBytes);
        Assert.False(group.IsShort());
    }

    [Fact]
    public void MachineWithoutGroupsBoundsNothing() => Assert.Equal(0, ControlGroup.Find(_root).LimitBytes);

    [Theory]
    [InlineData(940_000, 0, false)]
    [InlineData(951_000, 0, true)]
    [InlineData(990_000, 100_000, false)]
    [InlineData(990_000, 30_000, true)]
    public void ShortIsWhatUsesAllButATwentiethWithoutIdleFiles(long used, long inactiveFiles, bool isShort)
    {
        Write("proc/self/cgroup", "0::/web\n");
        Write("sys/fs/cgroup/web/memory.max", "1000000\n");
        Write("sys/fs/cgroup/web/memory.current", $"{used}\n");
        Write("sys/fs/cgroup/web/memory.stat", $"anon 5\ninactive_anon 999999\ninactive_file {inactiveFiles}\nactive_file 1\n");
        Assert.Equal(isShort, ControlGroup.Find(_root).IsShort());
    }

    [Fact]
    public void UseIsReadAnewAndWithoutAllocation()
    {
        Write("proc/self/cgroup", "4:memory:/web\n");
        Write("sys/fs/cgroup/memory/web/memory.limit_in_bytes", "1000000\n");
        Write("sys/fs/cgroup/memory/web/memory.usage_in_bytes", "100000\n");
        Write("sys/fs/cgroup/memory/web/memory.stat", "inactive_file 900000\ntotal_inactive_file 7\n");
        ControlGroup group = ControlGroup.Find(_root);
        Assert.False(group.IsShort());
        Write("sys/fs/cgroup/memory/web/memory.usage_in_bytes", "999999\n");
        Assert.True(group.IsShort());
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Assert.True(group.IsShort());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 99);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string file, string text)
    {
        string path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
