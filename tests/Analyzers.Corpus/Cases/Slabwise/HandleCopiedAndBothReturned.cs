// Source: ooples/AiDotNet.Tensors pull request 402
// A rental that is a struct is copied by an assignment, and each copy is given back. Here with a handle of a struct pool.
using Slabwise;

namespace Buggy
{
    [SizeClassPooled]
    public partial struct Panel
    {
        public long First;
        public long Second;
    }

    static class Packing
    {
        public static long Pack(long value)
        {
            Pooled<Panel> panel = Panel.Rent();
            Pooled<Panel> spare = panel;
            panel.Value.First = value;
            long first = spare.Value.First;
            Panel.Return(panel);
            {|SLAB109:Panel.Return(spare)|};
            return first;
        }
    }
}

namespace Mended
{
    [SizeClassPooled]
    public partial struct Panel
    {
        public long First;
        public long Second;
    }

    static class Packing
    {
        public static long Pack(long value)
        {
            Pooled<Panel> panel = Panel.Rent();
            panel.Value.First = value;
            long first = panel.Value.First;
            Panel.Return(panel);
            return first;
        }
    }
}
