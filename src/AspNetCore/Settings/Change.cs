namespace Slabwise.AspNetCore.Settings;

/// <summary>A value that was read and is to be applied.</summary>
/// <param name="IsThere">Whether the value is in force already.</param>
/// <param name="Apply">Sets it while options are not frozen.</param>
/// <param name="ApplyLive">Sets it at any time; null where that is not possible.</param>
internal sealed record Change(Func<bool> IsThere, Action Apply, Action? ApplyLive)
{
    public bool IsOfHost { get; init; }

    public static Change Of<T>(Func<T> get, Action<T> set, T value, Action<T>? live = null) where T : struct =>
        new(() => EqualityComparer<T>.Default.Equals(get(), value), () => set(value), live is null ? null : () => live(value));

    /// <summary>Applies the value; false where it comes too late.</summary>
    /// <remarks>What may change while running is set there too: once that side has been read, it no longer looks at the options.</remarks>
    public bool TryApply()
    {
        bool isFree = IsOfHost || !SlabwiseOptions.IsFrozen;
        if (isFree) Apply();
        ApplyLive?.Invoke();
        return isFree || ApplyLive is not null || IsThere();
    }
}
