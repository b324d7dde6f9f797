namespace Slabwise;

/// <summary>A stretch of an <see cref="Arena"/>'s life: what was allocated since it began is freed when it ends.</summary>
public ref struct ArenaScope
{
    private readonly long _scope, _outer;
    private readonly int _chunk;
    private readonly nint _next;
    private Arena? _arena;

    internal ArenaScope(Arena arena, long scope, long outer, int chunk, nint next)
    {
        _arena = arena;
        _scope = scope;
        _outer = outer;
        _chunk = chunk;
        _next = next;
    }

    /// <summary>Frees what was allocated since the scope began. A second time does nothing.</summary>
    /// <exception cref="InvalidOperationException">A scope inside of it is still open, a copy of it has ended it already, or another thread made
    /// the arena.</exception>
    /// <exception cref="ObjectDisposedException">The arena was disposed.</exception>
    public void Dispose()
    {
        Arena? arena = _arena;
        if (arena is null) return;
        arena.EndScope(_scope, _outer, _chunk, _next);
        _arena = null;
    }
}
