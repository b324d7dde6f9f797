// Source: NLog/NLog pull request 5561
// A pooled string builder was allowed to keep a capacity whose characters lie on the large object heap.
using System.Text;

namespace Buggy
{
    static class Builders
    {
        public static string Render(object[] items)
        {
            StringBuilder builder = {|SLAB303:new StringBuilder(64 * 1024)|};
            foreach (object item in items) builder.Append(item);
            return builder.ToString();
        }
    }
}

namespace Mended
{
    static class Builders
    {
        public static string Render(object[] items)
        {
            StringBuilder builder = new(40 * 1024);
            foreach (object item in items) builder.Append(item);
            return builder.ToString();
        }
    }
}
