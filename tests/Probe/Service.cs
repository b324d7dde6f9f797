namespace Slabwise.Probe;

/// <summary>A process that tools look at: it holds a known number of objects, goes on renting, and ends when its input does.</summary>
public static unsafe class Service
{
    public const int Held = 10_000, HeldBlocks = 100, BlockBytes = 5_000;

    public static int Run()
    {
        var handles = new Pooled<Checked64>[Held];
        Checked64.Rent(handles);
        var blocks = new nint[HeldBlocks];
        for (int i = 0; i < HeldBlocks; i++) blocks[i] = (nint)NativeHeap.Alloc(BlockBytes);
        bool ends = false;
        var worker = new Thread(() =>
        {
            while (!Volatile.Read(ref ends))
            {
                Kernels.RunAll(1);
                Thread.Sleep(1);
            }
        });
        worker.Start();
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line) Act(line);
        Volatile.Write(ref ends, true);
        worker.Join();
        foreach (nint block in blocks) NativeHeap.Free((void*)block);
        Checked64.Return(handles);
        return 0;
    }

    private static void Act(string line)
    {
        if (line == "grow")
        {
            var more = new Pooled<Unchecked64>[50_000];
            Unchecked64.Rent(more);
            Unchecked64.Return(more);
        }

        Console.WriteLine($"did {line}");
    }
}
