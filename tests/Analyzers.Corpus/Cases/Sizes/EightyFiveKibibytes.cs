// Source: Particular/ServiceControl pull request 2071
// The limit of the large object heap is 85,000 bytes, not 85 KiB: buffers made to stay just below it were just above it.
namespace Buggy
{
    static class BodyStore
    {
        public static byte[] NewBuffer() => {|SLAB303:new byte[85 * 1024]|};
    }
}

namespace Mended
{
    static class BodyStore
    {
        public static byte[] NewBuffer() => new byte[80 * 1024];
    }
}
