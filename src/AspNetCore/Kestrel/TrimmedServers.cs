namespace Slabwise.AspNetCore.Kestrel;

/// <summary>The servers of the process, which have one C library's heap in common: it is trimmed when all of them together are quiet.</summary>
/// <remarks>A trim for each server would come in the middle of another one's load.</remarks>
internal static class TrimmedServers
{
    private static readonly Lock s_gate = new();
    private static (BlockPoolMeter Meter, bool Trims)[] s_servers = [];
    private static QuietTrim? s_trim;

    /// <summary>Adds a server's rents to what is looked at; if it wants the trim, that takes place from now on.</summary>
    public static void Add(BlockPoolMeter meter, bool trims)
    {
        lock (s_gate)
        {
            Volatile.Write(ref s_servers, [.. s_servers, (meter, trims)]);
            if (trims) s_trim ??= new QuietTrim(PinnedChunks.OfProcess, static () => Rents, CHeap.OfProcess.Trim, TimeSpan.FromSeconds(1));
        }
    }

    public static void Remove(BlockPoolMeter meter)
    {
        lock (s_gate)
        {
            Volatile.Write(ref s_servers, [.. s_servers.Where(server => server.Meter != meter)]);
            if (Trims) return;
            s_trim?.Dispose();
            s_trim = null;
        }
    }

    /// <summary>Whether any server wants the trim.</summary>
    public static bool Trims => s_servers.Any(server => server.Trims);

    /// <summary>All rents of the servers that are there. Allocates nothing: it is asked for where a block is made or dropped.</summary>
    public static long Rents
    {
        get
        {
            long sum = 0;
            foreach ((BlockPoolMeter meter, _) in Volatile.Read(ref s_servers)) sum += meter.Rents;
            return sum;
        }
    }
}
