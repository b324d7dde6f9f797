using System.Runtime.CompilerServices;
using Slabwise.Caches;
using Slabwise.Diagnostics.Profiling;
using Slabwise.Pools;

namespace Slabwise;

/// <content>Whole batches by one call, and the walk of what is idle.</content>
public sealed unsafe partial class StructPool<T>
{
    /// <summary>Fills a span with rented objects. An empty span is left alone.</summary>
    /// <exception cref="OutOfMemoryException">The pool cannot give them all; those already rented were returned.</exception>
    /// <inheritdoc cref="Rent()" path="/exception[2]"/>
    public void Rent(Span<Pooled<T>> destination)
    {
        uint* batch = stackalloc uint[TransferCache.BatchSlots + 4];
        int rented = 0;
        while (rented < destination.Length)
        {
            int run = SlotFlow.TakeMany(s_core, batch, destination.Length - rented);
            if (run == 0)
            {
                TakeBack(destination[..rented]);
                ThrowExhausted();
            }

            ref Pooled<T> first = ref destination[rented];
            uint* top = batch + run - 1;
            nint made = 0;
            while (made < run && !(s_checked && IsUnfit(GenerationOf(top[-made]))))
            {
                Unsafe.Add(ref first, made) = new Pooled<T>(MakeLive(top[-made]));
                made++;
            }

            rented += (int)made;
            if (made == run) continue;

            SlotFlow.GiveMany(s_core, batch, run - (int)made - 1);
            if (!TryRetire(top[-made])) RefuseDoubled(destination[..rented], top[-made]);
        }

        if (SampleRate.IsOn) SampleMany(destination);
    }

    // All of a batch are counted: it has come past the hand anyway.
    private static void SampleMany(ReadOnlySpan<Pooled<T>> rented)
    {
        while (SampleClock.CountUpToSample(s_stride, rented.Length, out int at))
        {
            Sample(rented[at].ToBits(), SampleRate.WeightOfCounted(s_stride));
            rented = rented[(at + 1)..];
        }
    }

    /// <summary>Returns many objects. An empty span is left alone.</summary>
    /// <exception cref="ObjectDisposedException">One was returned already; the message has its index. Those before it are returned, those
    /// after it are not.</exception>
    /// <exception cref="InvalidOperationException">One is the default or forged; likewise.</exception>
    public void Return([Owned] ReadOnlySpan<Pooled<T>> handles)
    {
        uint* batch = stackalloc uint[TransferCache.BatchSlots + 4];
        int returned = 0;
        while (returned < handles.Length)
        {
            int run = Math.Min(handles.Length - returned, s_core->FirstTransfer.Batch);
            ref readonly Pooled<T> first = ref handles[returned];
            nint freed = 0;
            ulong bits = 0;
            while (freed < run && TryMakeFree(bits = Unsafe.Add(ref Unsafe.AsRef(in first), freed).ToBits())) batch[freed++] = (uint)bits;

            SlotFlow.GiveMany(s_core, batch, (int)freed);
            returned += (int)freed;
            if (freed < run) throw OfHandleAt(returned, bits);
        }
    }

    /// <summary>Rents a private batch, from which rents cannot fail until it is used up; what is left goes back when it is disposed of.</summary>
    /// <param name="count">How many objects, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    /// <exception cref="OutOfMemoryException">The pool cannot give so many; it keeps what it has.</exception>
    /// <remarks>Costs a rent of as many, and a block of 8 bytes each outside the GC heap.</remarks>
    public Reservation<T> Reserve(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Reservation<T>.Make(this, count);
    }

    internal override void Validate()
    {
        base.Validate();
        foreach (uint slot in IdleSlots.Of(s_core))
        {
            if (s_checked && (GenerationOf(slot) & 1) != 0)
                throw new InvalidOperationException($"Pool {s_start.Name}: slot {slot} is idle but its generation {GenerationOf(slot)} is odd.");
        }
    }

    private void TakeBack(Span<Pooled<T>> rented)
    {
        Return(rented);
        rented.Clear();
    }

    private void RefuseDoubled(Span<Pooled<T>> rented, uint slot)
    {
        TakeBack(rented);
        Misuse.ThrowDoubleReturnFound(s_start.Name, slot);
    }

    private static Exception OfHandleAt(int index, ulong bits) => OfHandle(bits, $"The handle at index {index}");
}
