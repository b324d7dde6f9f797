// Source: OData/odata.net pull request 2328
// A checker is taken from the pool for each resource. The branch for untyped values returns without it.
using System.Collections.Generic;
using Microsoft.Extensions.ObjectPool;

namespace Buggy
{
    sealed class ResourceWriter(ObjectPool<HashSet<string>> pool)
    {
        public int Write(string[] names, bool untyped)
        {
            HashSet<string> seen = {|SLAB101:pool.Get()|};
            if (untyped) return 0;
            int count = 0;
            foreach (string name in names)
            {
                if (seen.Add(name)) count++;
            }

            pool.Return(seen);
            return count;
        }
    }
}

namespace Mended
{
    sealed class ResourceWriter(ObjectPool<HashSet<string>> pool)
    {
        public int Write(string[] names, bool untyped)
        {
            if (untyped) return 0;
            HashSet<string> seen = pool.Get();
            int count = 0;
            foreach (string name in names)
            {
                if (seen.Add(name)) count++;
            }

            pool.Return(seen);
            return count;
        }
    }
}
