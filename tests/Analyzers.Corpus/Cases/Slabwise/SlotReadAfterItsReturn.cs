// Source: CyberAgentGameEntertainment/InstantReplay pull request 147
// A value is read from a slot after the slot was given back. Here through a reference, which the handle's check does not see.
using Slabwise;

namespace Buggy
{
    [SizeClassPooled]
    public partial struct Frame
    {
        public long Buffer;
        public int Token;
    }

    static class Frames
    {
        public static long MoveOut(long buffer)
        {
            Pooled<Frame> frame = Frame.Rent();
            ref Frame value = ref frame.Value;
            value.Buffer = buffer;
            value.Token++;
            Frame.Return(frame);
            return {|SLAB103:value|}.Buffer;
        }
    }
}

namespace Mended
{
    [SizeClassPooled]
    public partial struct Frame
    {
        public long Buffer;
        public int Token;
    }

    static class Frames
    {
        public static long MoveOut(long buffer)
        {
            Pooled<Frame> frame = Frame.Rent();
            ref Frame value = ref frame.Value;
            value.Buffer = buffer;
            value.Token++;
            long moved = value.Buffer;
            Frame.Return(frame);
            return moved;
        }
    }
}
