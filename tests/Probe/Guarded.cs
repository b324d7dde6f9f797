using System.Runtime.CompilerServices;

namespace Slabwise.Probe;

/// <summary>Misuses a guarded block in one way; all but the first must not come to their end.</summary>
internal static unsafe class Guarded
{
    private const int Bytes = 2_000, Class = 2_048;

    public static int Run(string misuse)
    {
        SlabwiseControl.GuardBytes = 1;
        byte* block = Allocate();
        switch (misuse)
        {
            case "none":
                return UseWell(block);
            case "overflow":
                Touch(block + Class);
                break;
            case "after-free":
                Release(block);
                Touch(block);
                break;
            case "underflow":
                Touch(block - 1);
                Release(block);
                break;
            case "twice":
                Release(block);
                try
                {
                    Release(block);
                }
                catch (InvalidOperationException e)
                {
                    Console.Error.WriteLine(e.Message);
                    return 7;
                }

                break;
        }

        return 0;
    }

    private static int UseWell(byte* block)
    {
        new Span<byte>(block, Bytes).Fill(1);
        block = (byte*)NativeHeap.Realloc(block, 4_000);
        if (block[Bytes - 1] != 1 || NativeHeap.UsableSize(block) < 4_000) return 3;
        NativeHeap.Free(block, 4_000);

        // More than there are places: the rest are ordinary blocks.
        var blocks = new nint[1_000];
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < blocks.Length; i++) *(long*)(blocks[i] = (nint)NativeHeap.AllocZeroed(64)) += i;
            for (int i = 0; i < blocks.Length; i++)
            {
                if (*(long*)blocks[i] != i) return 4;
                NativeHeap.Free((void*)blocks[i]);
            }
        }

        object? nothing = null;
        try
        {
            return nothing!.GetHashCode();
        }
        catch (NullReferenceException)
        {
            SlabwiseControl.GuardBytes = 0;    // the handler leaves null references to the runtime
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* Allocate() => (byte*)NativeHeap.Alloc(Bytes);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Release(byte* block) => NativeHeap.Free(block);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Touch(byte* at) => *at = 1;
}
