// Source: green-code-initiative/creedengo-csharp issue 18
// A struct keeps its declared order: a double between two integers takes 24 bytes instead of 16.
using Slabwise;

namespace Buggy
{
    [SizeClassPooled]
    public partial struct {|SLAB401:Reading|}
    {
        public int Sensor;
        public double Value;
        public int Flags;
    }
}

namespace Mended
{
    [SizeClassPooled]
    public partial struct Reading
    {
        public double Value;
        public int Sensor;
        public int Flags;
    }
}
