using System.Globalization;
using Slabwise.Diagnostics.Profiling;

namespace Slabwise;

/// <summary>A heap profile: which stacks rented what is rented now, and what was rented since sampling was switched on.</summary>
/// <remarks>
/// <para>Immutable. Estimates from samples that <see cref="SlabwiseControl.SampleBytes"/> switches on: each byte that is rented is as likely to be sampled as any other, and a
/// sample counts for as many as it stands for. From n samples the error is about one part in the square root of n. Small objects are counted in
/// stretches of some milliseconds, so that a stack that rents and returns one and does nothing else is off by a third after ten seconds.</para>
/// <para>Structs, objects of classes and blocks of <see cref="NativeHeap"/>, where that has address space of its own. Objects of classes count with the bytes that
/// making the first of them took, and structs without checks (<see cref="SafetyKind.Unchecked"/>) never count as live: nothing says when they went back.</para>
/// </remarks>
public sealed class SlabwiseProfile
{
    private SlabwiseProfile(IReadOnlyList<ProfileSample> samples) => Samples = samples;

    /// <summary>When it was taken.</summary>
    public DateTimeOffset TakenAt { get; private init; }

    /// <summary>How long sampling had been on then, or was on in all.</summary>
    public TimeSpan Duration { get; private init; }

    /// <summary>Bytes between two samples on average; those of the last time where sampling is off, 0 where it never was on.</summary>
    public long SampleBytes { get; private init; }

    /// <summary>The stacks, by what they hold, the most first.</summary>
    public IReadOnlyList<ProfileSample> Samples { get; }

    /// <summary>Takes the profile of this moment.</summary>
    /// <remarks>Thread-safe. What was gathered stays after sampling was switched off, and goes when it is switched on again. Costs a look at every live
    /// sample, while which nobody else is sampled.</remarks>
    public static SlabwiseProfile Capture() => new(ProfileStore.Read())
    {
        TakenAt = DateTimeOffset.UtcNow,
        Duration = ProfileSwitch.Duration,
        SampleBytes = ProfileSwitch.LastMean,
    };

    /// <summary>Writes it as gzipped <c>profile.proto</c>, which <c>go tool pprof</c> and many pages read: <c>alloc_objects</c>, <c>alloc_space</c>, <c>inuse_objects</c> and
    /// <c>inuse_space</c>, with the pool as a label.</summary>
    /// <exception cref="ArgumentNullException">There is no stream.</exception>
    public void WritePprof(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PprofWriter.Write(this, stream);
    }

    /// <summary>Writes folded stacks, from which flame graphs are drawn: a line a stack, the outermost method first, then the bytes.</summary>
    /// <exception cref="ArgumentNullException">There is no writer.</exception>
    public void WriteFolded(TextWriter writer, ProfileKind kind = ProfileKind.Live)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (ProfileSample sample in Samples)
        {
            long bytes = kind == ProfileKind.Live ? sample.LiveBytes : sample.Bytes;
            if (bytes == 0) continue;
            for (int frame = sample.Frames.Count - 1; frame >= 0; frame--)
            {
                writer.Write(sample.Frames[frame].Replace(';', ':'));
                writer.Write(frame > 0 ? ";" : " ");
            }

            writer.Write(bytes.ToString(CultureInfo.InvariantCulture));
            writer.Write('\n');
        }
    }
}

/// <summary>Which bytes of a profile are meant.</summary>
public enum ProfileKind
{
    /// <summary>What is rented now.</summary>
    Live,

    /// <summary>All that was rented since sampling was switched on.</summary>
    Cumulative,
}
