using Slabwise.Os;
using Xunit;

namespace Slabwise.Runtime.Tests;

public class HugePagePolicyTests
{
    [Theory]
    [InlineData(HugePages.Default, "always", true)]
    [InlineData(HugePages.Default, "madvise", false)]
    [InlineData(HugePages.Default, "never", false)]
    [InlineData(HugePages.Always, "always", true)]
    [InlineData(HugePages.Always, "madvise", true)]
    [InlineData(HugePages.Always, "never", false)]
    [InlineData(HugePages.Never, "always", false)]
    public void OptionAndSystemDecideTogether(HugePages option, string mode, bool expected) => Assert.Equal(expected, HugePagePolicy.Decide(option, mode));

    [Fact]
    public void ChosenModeIsTheOneInBrackets()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "always [madvise] never\n");
            Assert.Equal("madvise", HugePagePolicy.ReadMode(path));
            File.WriteAllText(path, "nothing of the kind");
            Assert.Equal("never", HugePagePolicy.ReadMode(path));
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal("never", HugePagePolicy.ReadMode(path + "/absent"));
    }

    [Fact]
    public void GranuleIsAPowerOfTwoOfWholePages()
    {
        Assert.True(long.IsPow2(HugePagePolicy.Granule));
        Assert.Equal(0, HugePagePolicy.Granule % Environment.SystemPageSize);
        Assert.Equal(HugePagePolicy.IsHuge, HugePagePolicy.Granule > 64 << 10);
    }
}
