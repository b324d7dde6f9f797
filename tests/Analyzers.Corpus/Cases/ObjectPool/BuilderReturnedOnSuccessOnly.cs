// Source: meziantou/Meziantou.Analyzer pull request 1416
// The builder was returned inside the branch for the good case. Most of the calls ended in the other one.
using System.Text;
using Microsoft.Extensions.ObjectPool;

namespace Buggy
{
    static class Constants
    {
        private static readonly ObjectPool<StringBuilder> Pool = new DefaultObjectPoolProvider().CreateStringBuilderPool();

        public static string? Concat(object?[] parts)
        {
            StringBuilder text = {|SLAB101:Pool.Get()|};
            bool constant = true;
            foreach (object? part in parts)
            {
                if (part is string s) text.Append(s);
                else constant = false;
            }

            if (constant)
            {
                string result = text.ToString();
                Pool.Return(text);
                return result;
            }

            return null;
        }
    }
}

namespace Mended
{
    static class Constants
    {
        private static readonly ObjectPool<StringBuilder> Pool = new DefaultObjectPoolProvider().CreateStringBuilderPool();

        public static string? Concat(object?[] parts)
        {
            StringBuilder text = Pool.Get();
            try
            {
                foreach (object? part in parts)
                {
                    if (part is not string s) return null;
                    text.Append(s);
                }

                return text.ToString();
            }
            finally
            {
                Pool.Return(text);
            }
        }
    }
}
