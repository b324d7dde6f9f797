using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Slabwise.Pages;
using Xunit;

namespace Slabwise.Runtime.Tests;

/// <summary>Random use of the page heap held against a plain list of who has which page, and against what the system says is resident.</summary>
public unsafe class ExtentModelTests
{
    private const int RangePages = 1 << 14;

    [Fact]
    public void PagesAreInTheStateThatTheModelSays() => Prop.ForAll(
            Gen.Choose(0, 1 << 24).ListOf().Resize(250).ToArbitrary(),
            steps => Run([.. steps]))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void SumsAreWhatTheSystemCallsResident(int seed)
    {
        Assert.SkipWhen(Os.HugePagePolicy.IsHuge, "the system fills in whole huge pages");
        var random = new Random(seed);
        Run([.. Enumerable.Range(0, 600).Select(_ => random.Next(1 << 24))]);
    }

    private static bool Run(int[] steps)
    {
        Assert.SkipUnless(Os.OsMemory.Current is Os.LinuxMemory, "there is no address space to reserve");
        using var model = new Model();
        for (int i = 0; i < steps.Length; i++)
        {
            model.Step(steps[i]);
            if (i % 10 == 0) model.Check();
        }

        model.Check();
        if (!Os.HugePagePolicy.IsHuge) model.CheckResident();
        return true;
    }

    private sealed class Model : IDisposable
    {
        private readonly ExtentHeap* _heap = (ExtentHeap*)MetadataHeap.Alloc(sizeof(ExtentHeap));

        // Every live block's first page, its length, and the byte that all of its pages start with.
        private readonly List<(uint Page, uint Pages, byte Pattern)> _live = [];
        private readonly bool[] _written = new bool[RangePages];
        private byte _pattern;
        private long _now = 1;

        public Model() => Assert.True(_heap->TryInitialize((nint)RangePages * ExtentHeap.PageBytes));

        public void Step(int step)
        {
            int what = step % 16, number = step / 16, pages = number % 16 == 0 ? number % 1500 + 1 : number % 60 + 1;
            if (what < 7 || _live.Count == 0) Alloc((uint)pages, 1u << (number % 11 == 0 ? number % 5 : 0));
            else if (what < 11) Free(number % _live.Count);
            else if (what < 13) Resize(number % _live.Count, (uint)pages);
            else if (what == 13) Move(number % _live.Count, (uint)pages);
            else if (what == 14) Decay(number);
            else if (number % 8 == 0) _heap->Purge();
        }

        public void Check()
        {
            _heap->Validate();
            bool[] taken = new bool[RangePages];
            foreach ((uint page, uint pages, byte pattern) in _live)
            {
                Assert.True(_heap->IsLive(page));
                Assert.Equal(pages, _heap->PagesOf(page));
                for (uint each = page; each < page + pages; each++)
                {
                    Assert.False(taken[each], $"two blocks have page {each}");
                    taken[each] = true;
                    Assert.Equal(pattern, *AddressOf(each));
                }
            }

            Assert.Equal(_live.Sum(block => block.Pages), _heap->LivePages);
            long backed = 0;
            for (uint page = 1; page < _heap->Frontier; page++)
            {
                if (taken[page]) continue;
                Assert.True(_written[page] || !_heap->WasWritten(page), $"page {page} was never anybody's");
                if (_heap->WasWritten(page)) backed++;
                else Assert.Equal(0, *AddressOf(page));
            }

            Assert.Equal(backed, _heap->DirtyPages + _heap->MuzzyPages);
            PageCounts counts = _heap->Count();
            Assert.Equal(_heap->CommittedBytes, counts.Mapped);
        }

        /// <summary>Every live page was written, so what the system has is what the heap says.</summary>
        public void CheckResident()
        {
            long kib = 0;
            bool ours = false;
            foreach (string line in File.ReadLines("/proc/self/smaps"))
            {
                int dash = line.IndexOf('-', StringComparison.Ordinal);
                if (dash > 0 && nuint.TryParse(line.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out nuint start))
                    ours = start >= (nuint)_heap->Base && start < (nuint)_heap->Base + _heap->Bytes;
                else if (ours && line.StartsWith("Rss:", StringComparison.Ordinal))
                    kib += long.Parse(line.AsSpan(4, line.Length - 6), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
            }

            Assert.Equal(_heap->Count().Resident, kib << 10);
        }

        public void Dispose()
        {
            _heap->Close();
            MetadataHeap.Free(_heap, sizeof(ExtentHeap));
        }

        private void Alloc(uint pages, uint aligned)
        {
            uint page = _heap->Alloc(pages, aligned);
            if (page != 0) Take(page, 0, pages);
        }

        private void Take(uint page, uint old, uint pages)
        {
            byte pattern = _pattern = (byte)(_pattern % 250 + 1);
            for (uint each = page; each < page + pages; each++)
            {
                if (each >= page + old && !_heap->WasWritten(each)) Assert.Equal(0, *AddressOf(each));
                *AddressOf(each) = pattern;
                _written[each] = true;
            }

            _live.Add((page, pages, pattern));
        }

        private void Free(int index)
        {
            Assert.True(_heap->TryFree(_live[index].Page));
            Assert.False(_heap->TryFree(_live[index].Page));
            _live.RemoveAt(index);
        }

        private void Resize(int index, uint pages)
        {
            (uint page, uint old, byte pattern) = _live[index];
            if (!_heap->TryResize(page, pages)) return;
            _live.RemoveAt(index);
            for (uint each = page; each < page + Math.Min(old, pages); each++) Assert.Equal(pattern, *AddressOf(each));
            Take(page, old, pages);
        }

        private void Move(int index, uint more)
        {
            (uint page, uint pages, byte pattern) = _live[index];
            uint to = _heap->Alloc(pages + more, 1);
            if (to == 0) return;
            if (!_heap->TryMove(page, to))
            {
                // Its pages lie in two mappings: then the heap's user copies.
                Assert.True(_heap->TryFree(to));
                return;
            }

            _live.RemoveAt(index);
            for (uint each = to; each < to + pages; each++) Assert.Equal(pattern, *AddressOf(each));
            Take(to, pages + more, pages + more);
        }

        private void Decay(int number)
        {
            _now += number % 2000;
            _heap->TryDecay(_now, dirtyMs: number % 5 == 0 ? 0 : 1000, muzzyMs: (number % 7) switch { 0 => 0, 1 => -1, _ => 500 });
        }

        private byte* AddressOf(uint page) => _heap->Base + ((nuint)page << ExtentHeap.PageShift);
    }
}
