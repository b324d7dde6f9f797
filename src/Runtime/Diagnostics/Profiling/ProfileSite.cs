namespace Slabwise.Diagnostics.Profiling;

/// <summary>One stack that rented from one pool, and what its samples stand for.</summary>
internal sealed class ProfileSite(string pool, string[] frames)
{
    private double _objects, _bytes, _liveObjects, _liveBytes;

    public void Add(long bytes, double weight)
    {
        _objects += weight;
        _bytes += weight * bytes;
    }

    public void ClearLive() => _liveObjects = _liveBytes = 0;

    public void AddLive(long bytes, double weight)
    {
        _liveObjects += weight;
        _liveBytes += weight * bytes;
    }

    public ProfileSample ToSample() => new()
    {
        Pool = pool,
        Frames = frames,
        LiveObjects = (long)Math.Round(_liveObjects),
        LiveBytes = (long)Math.Round(_liveBytes),
        Objects = (long)Math.Round(_objects),
        Bytes = (long)Math.Round(_bytes),
    };
}
