// Source: corvus-dotnet/Corvus.JsonSchema issue 814
// A writer from a per-thread cache was rented before an await and returned after it, on whatever thread the continuation ran.
using System.IO;
using System.Threading.Tasks;
using Slabwise;

namespace Buggy
{
    [SizeClassPooled(Cache = CacheKind.PerThread)]
    public sealed partial class Scratch
    {
        public int Written;
    }

    static class Endpoint
    {
        public static async Task<int> SendAsync(Stream response, byte[] body)
        {
            Scratch scratch = {|SLAB111:Scratch.Rent()|};
            scratch.Written = body.Length;
            {|SLAB202:await response.WriteAsync(body)|};
            int written = scratch.Written;
            Scratch.Return(scratch);
            return written;
        }
    }
}

namespace Mended
{
    [SizeClassPooled]
    public sealed partial class Scratch
    {
        public int Written;
    }

    static class Endpoint
    {
        public static async Task<int> SendAsync(Stream response, byte[] body)
        {
            Scratch scratch = Scratch.Rent();
            try
            {
                scratch.Written = body.Length;
                await response.WriteAsync(body);
                return scratch.Written;
            }
            finally
            {
                Scratch.Return(scratch);
            }
        }
    }
}
