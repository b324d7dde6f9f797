// Source: DamianEdwards/RazorSlices pull request 60
// A finalizer was added so that pooled objects come back where nobody disposes their user.
using System;
using System.Text;
using Microsoft.Extensions.ObjectPool;

namespace Buggy
{
    sealed class Slice(ObjectPool<StringBuilder> pool)
    {
        private readonly StringBuilder _text = pool.Get();

        public void Write(string text) => _text.Append(text);

        ~Slice()
        {
            {|SLAB204:pool.Return(_text)|};
        }
    }
}

namespace Mended
{
    sealed class Slice(ObjectPool<StringBuilder> pool) : IDisposable
    {
        private StringBuilder? _text = pool.Get();

        public void Write(string text) => _text!.Append(text);

        public void Dispose()
        {
            if (_text is null) return;
            pool.Return(_text);
            _text = null;
        }
    }
}
