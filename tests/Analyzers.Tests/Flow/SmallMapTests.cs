using Slabwise.Analyzers.Flow;
using Xunit;

namespace Slabwise.Analyzers.Tests.Flow;

public class SmallMapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ItHoldsWhatADictionaryHoldsAndEarlierOnesStayAsTheyWere(int seed)
    {
        Random random = new(seed);
        SmallMap<int, string> map = default;
        Dictionary<int, string> model = [];
        List<(SmallMap<int, string> Map, Dictionary<int, string> Model)> earlier = [];
        for (int step = 0; step < 500; step++)
        {
            int key = random.Next(20);
            if (random.Next(3) == 0)
            {
                map = map.Without(key);
                model.Remove(key);
            }
            else
            {
                string value = random.Next(4).ToString(System.Globalization.CultureInfo.InvariantCulture);
                map = map.With(key, value);
                model[key] = value;
            }

            earlier.Add((map, new Dictionary<int, string>(model)));
        }

        foreach ((SmallMap<int, string> Map, Dictionary<int, string> Model) then in earlier)
        {
            Assert.Equal(then.Model.Count, then.Map.Count);
            Assert.Equal(then.Model.OrderBy(pair => pair.Key), then.Map.OrderBy(pair => pair.Key));
            for (int key = 0; key < 20; key++)
            {
                Assert.Equal(then.Model.TryGetValue(key, out string? expected), then.Map.TryGetValue(key, out string? actual));
                Assert.Equal(expected, actual);
                Assert.Equal(then.Model.ContainsKey(key), then.Map.ContainsKey(key));
            }
        }
    }

    [Fact]
    public void WhatChangesNothingIsTheSameMap()
    {
        SmallMap<int, string> map = default(SmallMap<int, string>).With(1, "one").With(2, "two");
        Assert.True(map.Is(map.With(1, "one")));
        Assert.True(map.Is(map.Without(3)));
        Assert.False(map.Is(map.With(1, "two")));
        Assert.True(map.Without(1).Without(2).Is(default));
    }
}
