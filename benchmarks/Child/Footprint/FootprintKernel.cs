using System.Diagnostics;

namespace Slabwise.Benchmarks.Child.Footprint;

/// <summary>One rent and one return of each of many types, and what they leave behind. The time is that of first use.</summary>
internal sealed class FootprintKernel : IKernel
{
    private static readonly Action[] Types =
    [
        Once<Type00>, Once<Type01>, Once<Type02>, Once<Type03>, Once<Type04>, Once<Type05>, Once<Type06>, Once<Type07>, Once<Type08>, Once<Type09>,
        Once<Type10>, Once<Type11>, Once<Type12>, Once<Type13>, Once<Type14>, Once<Type15>, Once<Type16>, Once<Type17>, Once<Type18>, Once<Type19>,
        Once<Type20>, Once<Type21>, Once<Type22>, Once<Type23>, Once<Type24>, Once<Type25>, Once<Type26>, Once<Type27>, Once<Type28>, Once<Type29>,
        Once<Type30>, Once<Type31>, Once<Type32>, Once<Type33>, Once<Type34>, Once<Type35>, Once<Type36>, Once<Type37>, Once<Type38>, Once<Type39>,
        Once<Type40>, Once<Type41>, Once<Type42>, Once<Type43>, Once<Type44>, Once<Type45>, Once<Type46>, Once<Type47>, Once<Type48>, Once<Type49>,
        Once<Type50>, Once<Type51>, Once<Type52>, Once<Type53>, Once<Type54>, Once<Type55>, Once<Type56>, Once<Type57>, Once<Type58>, Once<Type59>,
        Once<Type60>, Once<Type61>, Once<Type62>, Once<Type63>, Once<Type64>, Once<Type65>, Once<Type66>, Once<Type67>, Once<Type68>, Once<Type69>,
        Once<Type70>, Once<Type71>, Once<Type72>, Once<Type73>, Once<Type74>, Once<Type75>, Once<Type76>, Once<Type77>, Once<Type78>, Once<Type79>,
        Once<Type80>, Once<Type81>, Once<Type82>, Once<Type83>, Once<Type84>, Once<Type85>, Once<Type86>, Once<Type87>, Once<Type88>, Once<Type89>,
        Once<Type90>, Once<Type91>, Once<Type92>, Once<Type93>, Once<Type94>, Once<Type95>, Once<Type96>, Once<Type97>, Once<Type98>, Once<Type99>,
    ];

    /// <summary>Nothing: types are to be touched once.</summary>
    public void WarmUp()
    {
    }

    public Lap Run(long operations)
    {
        long begun = Stopwatch.GetTimestamp();
        foreach (Action touch in Types) touch();
        return new Lap(Clock.Nanoseconds(Stopwatch.GetTimestamp() - begun), Types.Length);
    }

    public IEnumerable<KeyValuePair<string, double>> Figures() => FootprintFigures.Of(Types.Length);

    private static void Once<T>()
        where T : unmanaged, IPooledStruct<T> => T.Return(T.Rent());
}
