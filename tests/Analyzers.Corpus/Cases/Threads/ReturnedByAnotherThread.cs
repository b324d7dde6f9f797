// Source: Azure/DotNetty issue 63
// Buffers of a thread-local pool were released by a task on another thread, where the pool did not take them back.
using System.Threading.Tasks;
using Slabwise;

namespace Buggy
{
    [SizeClassPooled(Cache = CacheKind.PerThread)]
    public sealed partial class Message
    {
        public int Length;
    }

    static class Channel
    {
        public static Task SendAsync(int length)
        {
            Message message = Message.Rent();
            message.Length = length;
            return Task.Run(() =>
            {
                Write(message.Length);
                {|SLAB205:Message.Return(message)|};
            });
        }

        private static void Write(int length) => System.Console.WriteLine(length);
    }
}

namespace Mended
{
    [SizeClassPooled(Cache = CacheKind.PerCpu)]
    public sealed partial class Message
    {
        public int Length;
    }

    static class Channel
    {
        public static Task SendAsync(int length)
        {
            Message message = Message.Rent();
            message.Length = length;
            return Task.Run(() =>
            {
                Write(message.Length);
                Message.Return(message);
            });
        }

        private static void Write(int length) => System.Console.WriteLine(length);
    }
}
