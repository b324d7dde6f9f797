using Slabwise.Pages;

namespace Slabwise.Caches;

/// <summary>What a thread holds: its block of address space and the hands that it has opened there.</summary>
/// <remarks>Native, so that it can be given up while the sentinel still waits for its finalizer.</remarks>
internal unsafe struct HandOwner
{
    public nint Block;
    public Hand* First;
    public bool IsRetired;
}

/// <summary>Every thread that holds hands, so that the dead among them can be told without a collection.</summary>
/// <remarks>Locks here are taken when a thread first rents, when it has ended, and on request; never by a rent or a return.</remarks>
internal static unsafe class HandOwners
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<nint, WeakReference<Thread>> Threads = [];

    /// <summary>Threads that hold hands, the dead ones that were not noticed yet among them.</summary>
    public static int Count
    {
        get
        {
            lock (Gate) return Threads.Count;
        }
    }

    /// <summary>Notes the current thread as the owner of a block.</summary>
    public static HandOwner* Add(nint block)
    {
        var owner = (HandOwner*)MetadataHeap.Alloc(sizeof(HandOwner));
        owner->Block = block;
        var thread = new WeakReference<Thread>(Thread.CurrentThread);
        lock (Gate) Threads.Add((nint)owner, thread);
        return owner;
    }

    /// <summary>Gives up what an ended thread held, where nobody did so before, and forgets it.</summary>
    public static void Remove(HandOwner* owner)
    {
        if (owner is null) return;    // its thread found no address space
        lock (Gate)
        {
            Retire(owner);
            Threads.Remove((nint)owner);
        }

        MetadataHeap.Free(owner, sizeof(HandOwner));
    }

    /// <summary>Gives up what the ended threads among the owners hold; says how many there were.</summary>
    /// <remarks>A thread that lives keeps its <see cref="Thread"/> alive, so one without is dead.</remarks>
    public static int RetireDead()
    {
        int retired = 0;
        lock (Gate)
        {
            foreach ((nint owner, WeakReference<Thread> thread) in Threads)
            {
                if (thread.TryGetTarget(out Thread? found) && found.IsAlive) continue;
                if (Retire((HandOwner*)owner)) retired++;
            }
        }

        return retired;
    }

    private static bool Retire(HandOwner* owner)
    {
        if (owner->IsRetired) return false;
        owner->IsRetired = true;
        for (Hand* hand = owner->First; hand is not null; hand = hand->NextOfThread) ThreadHands.Retire(hand);
        HandSpace.Close(owner->Block);
        return true;
    }
}
