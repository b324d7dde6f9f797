// Source: CyberAgentGameEntertainment/InstantReplay pull request 147
// The handle was read from the pooled object after the object was put back: another thread had rented it and set another handle.
using Microsoft.Extensions.ObjectPool;

namespace Buggy
{
    sealed class Slot
    {
        public nint Handle;
        public int Token;
    }

    static class Slots
    {
        private static readonly ObjectPool<Slot> Pool = ObjectPool.Create<Slot>();

        public static nint MoveOut(nint handle)
        {
            Slot slot = Pool.Get();
            slot.Handle = handle;
            slot.Token++;
            Pool.Return(slot);
            return {|SLAB103:slot.Handle|};
        }
    }
}

namespace Mended
{
    sealed class Slot
    {
        public nint Handle;
        public int Token;
    }

    static class Slots
    {
        private static readonly ObjectPool<Slot> Pool = ObjectPool.Create<Slot>();

        public static nint MoveOut(nint handle)
        {
            Slot slot = Pool.Get();
            slot.Handle = handle;
            slot.Token++;
            nint moved = slot.Handle;
            Pool.Return(slot);
            return moved;
        }
    }
}
