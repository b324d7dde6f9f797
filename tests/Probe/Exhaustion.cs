namespace Slabwise.Probe;

[SizeClassPooled]
public unsafe partial struct Page
{
    public fixed byte Bytes[4096];
}

// The arrays are large, so that some of the GC heap is left where the next does not fit: the runtime's own threads end the process when they find nothing.
[SizeClassPooled]
public sealed partial class Heavy
{
    public readonly byte[] Bytes = new byte[1 << 20];
}

/// <summary>Takes until there is no more, gives everything back, and takes again: what is short must end in an exception, and be over with it.</summary>
internal static unsafe class Exhaustion
{
    private const int Most = 1 << 20;

    public static int Run(string what)
    {
        var handles = new Pooled<Page>[what == "structs" ? Most : 0];
        var blocks = new nint[what is "small" or "large" ? Most : 0];
        var objects = new object?[what is "classes" or "arrays" ? Most : 0];

        Console.WriteLine($"{what}: begin");    // the console takes memory of its own when it is first used

        // Once under a limit of our own, so that everything on the way of an exception is compiled before memory is really short.
        long limit = SlabwiseControl.HardLimitBytes;
        if (limit == 0) SlabwiseControl.HardLimitBytes = SlabwiseControl.UseBytes + (8 << 20);
        int first = what is "classes" or "arrays" ? 1 : Take(what, handles, blocks, objects, out _);
        SlabwiseControl.HardLimitBytes = limit;
        for (int round = 0; round < 2; round++)
        {
            int taken = Take(what, handles, blocks, objects, out string? refusal);
            if (refusal is null || taken == 0 || first == 0) return Fail($"{what}: took {taken} and was not refused");
            Console.WriteLine($"{what}: refused after {taken}: {refusal}");
        }

        Console.WriteLine($"{what} go on");
        return 0;
    }

    private static int Take(string what, Pooled<Page>[] handles, nint[] blocks, object?[] objects, out string? refusal)
    {
        int taken = 0;
        OutOfMemoryException? refused = null;
        try
        {
            for (; taken < Most; taken++) TakeOne(what, handles, blocks, objects, taken);
        }
        catch (OutOfMemoryException e)
        {
            refused = e;
        }

        for (int i = 0; i < taken; i++) GiveOne(what, handles, blocks, objects, i);
        SlabwiseControl.Drain();
        SlabwiseControl.Purge();    // what is free stays ours for its decay time, and the runtime ends where it finds nothing
        if (what == "arrays") SlabArrayPool<byte>.Shared.Trim();
        if (what == "classes") Heavy.Pool.Trim();
        refusal = refused?.Message;    // the runtime's own text is read from its resources, which takes memory
        return taken;
    }

    private static void TakeOne(string what, Pooled<Page>[] handles, nint[] blocks, object?[] objects, int at)
    {
        switch (what)
        {
            case "structs":
                handles[at] = Page.Rent();
                handles[at].Value.Bytes[at & 4095] = 1;
                break;
            case "small" or "large":
                int bytes = what == "small" ? 3000 : 300_000;
                blocks[at] = (nint)NativeHeap.Alloc((nuint)bytes);
                new Span<byte>((void*)blocks[at], bytes).Fill(1);
                break;
            case "classes":
                objects[at] = Heavy.Rent();
                break;
            default:
                objects[at] = SlabArrayPool<byte>.Shared.Rent(1 << 20);
                break;
        }
    }

    private static void GiveOne(string what, Pooled<Page>[] handles, nint[] blocks, object?[] objects, int at)
    {
        switch (what)
        {
            case "structs":
                Page.Return(handles[at]);
                break;
            case "small" or "large":
                NativeHeap.Free((void*)blocks[at]);
                break;
            case "classes":
                Heavy.Return((Heavy)objects[at]!);
                break;
            default:
                SlabArrayPool<byte>.Shared.Return((byte[])objects[at]!);
                break;
        }

        if (objects.Length > 0) objects[at] = null;
    }

    private static int Fail(string why)
    {
        Console.Error.WriteLine(why);
        return 3;
    }
}
