// Source: BaryoDev/Verdict issue 24
// A rental is filled from a collection and handed out in a struct. Where the enumerator throws, it is lost.
// Limit: arrays that an exception drops are left to the collector, unless the option slabwise.SLAB111.array_pool asks for them.
using System.Buffers;
using System.Collections.Generic;

namespace Buggy
{
    readonly struct ErrorList(string[] array, int count)
    {
        public string this[int index] => array[index];

        public int Count => count;

        public static ErrorList Create(ICollection<string> errors)
        {
            string[] array = {|NotFound:ArrayPool<string>.Shared.Rent(errors.Count)|};
            int i = 0;
            foreach (string error in errors) array[i++] = error;
            return new ErrorList(array, i);
        }
    }
}

namespace Mended
{
    readonly struct ErrorList(string[] array, int count)
    {
        public string this[int index] => array[index];

        public int Count => count;

        public static ErrorList Create(ICollection<string> errors)
        {
            string[] array = ArrayPool<string>.Shared.Rent(errors.Count);
            int i = 0;
            try
            {
                foreach (string error in errors) array[i++] = error;
                return new ErrorList(array, i);
            }
            catch
            {
                ArrayPool<string>.Shared.Return(array, clearArray: true);
                throw;
            }
        }
    }
}
