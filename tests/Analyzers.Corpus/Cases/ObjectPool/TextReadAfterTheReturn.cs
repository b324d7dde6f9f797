// Source: AngleSharp/AngleSharp pull request 27
// The builder went back to the pool before its text was read. Another thread cleared it in between, and strings of zeros came out.
using System.Text;
using Microsoft.Extensions.ObjectPool;

namespace Buggy
{
    sealed class Tokens(ObjectPool<StringBuilder> pool)
    {
        public string Name(char[] letters)
        {
            StringBuilder text = pool.Get();
            foreach (char letter in letters) text.Append(char.ToLowerInvariant(letter));
            pool.Return(text);
            return {|SLAB103:text.ToString()|};
        }
    }
}

namespace Mended
{
    sealed class Tokens(ObjectPool<StringBuilder> pool)
    {
        public string Name(char[] letters)
        {
            StringBuilder text = pool.Get();
            foreach (char letter in letters) text.Append(char.ToLowerInvariant(letter));
            string name = text.ToString();
            pool.Return(text);
            return name;
        }
    }
}
