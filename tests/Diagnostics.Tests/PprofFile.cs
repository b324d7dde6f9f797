using System.IO.Compression;
using Google.Protobuf;

namespace Slabwise.Diagnostics.Tests;

/// <summary>A gzipped profile, read with Google's own reader of the wire format.</summary>
internal sealed class PprofFile
{
    private readonly List<string> _strings = [];
    private readonly List<(long[] Locations, long[] Values, (long Key, long Text) Label)> _samples = [];
    private readonly Dictionary<long, long> _functionOfLocation = [], _nameOfFunction = [];
    private readonly List<(long Type, long Unit)> _types = [];
    private long _defaultType;

    private PprofFile()
    {
    }

    public long Period { get; private set; }

    public IEnumerable<string> Types => _types.Select(type => $"{_strings[(int)type.Type]}/{_strings[(int)type.Unit]}");

    public string DefaultType => _strings[(int)_defaultType];

    public static PprofFile Read(string file)
    {
        using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        var profile = new PprofFile();
        Each(bytes.ToArray(), profile.Take);
        return profile;
    }

    /// <summary>The sum of one sample type over the stacks whose innermost method has this name, in one pool.</summary>
    public long Sum(string type, string leaf, string pool)
    {
        int at = Types.ToList().FindIndex(name => name.StartsWith(type + "/", StringComparison.Ordinal));
        return _samples.Where(sample => NameOf(sample.Locations[0]).EndsWith(leaf, StringComparison.Ordinal) && _strings[(int)sample.Label.Text] == pool)
            .Sum(sample => sample.Values[at]);
    }

    /// <summary>The methods of all stacks.</summary>
    public IEnumerable<string[]> Stacks => _samples.Select(sample => sample.Locations.Select(NameOf).ToArray());

    private string NameOf(long location) => _strings[(int)_nameOfFunction[_functionOfLocation[location]]];

    private void Take(int field, CodedInputStream input)
    {
        switch (field)
        {
            case 1:
                long[] type = Numbers(input.ReadBytes(), 2);
                _types.Add((type[0], type[1]));
                break;
            case 2:
                _samples.Add(SampleOf(input.ReadBytes()));
                break;
            case 4:
                long id = 0;
                Each(input.ReadBytes().ToByteArray(), (inner, location) =>
                {
                    if (inner == 1) id = location.ReadInt64();
                    else _functionOfLocation[id] = Numbers(location.ReadBytes(), 1)[0];
                });
                break;
            case 5:
                long[] function = Numbers(input.ReadBytes(), 3);
                _nameOfFunction[function[0]] = function[1];
                break;
            case 6:
                _strings.Add(input.ReadString());
                break;
            case 12:
                Period = input.ReadInt64();
                break;
            case 14:
                _defaultType = input.ReadInt64();
                break;
            default:
                input.SkipLastField();
                break;
        }
    }

    private static (long[], long[], (long, long)) SampleOf(ByteString bytes)
    {
        long[] locations = [], values = [], label = [];
        Each(bytes.ToByteArray(), (field, input) =>
        {
            if (field == 1) locations = Packed(input.ReadBytes());
            else if (field == 2) values = Packed(input.ReadBytes());
            else label = Numbers(input.ReadBytes(), 2);
        });
        return (locations, values, (label[0], label[1]));
    }

    private static long[] Packed(ByteString bytes)
    {
        var input = new CodedInputStream(bytes.ToByteArray());
        var values = new List<long>();
        while (!input.IsAtEnd) values.Add(input.ReadInt64());
        return [.. values];
    }

    private static long[] Numbers(ByteString bytes, int count)
    {
        var values = new long[count];
        Each(bytes.ToByteArray(), (field, input) => values[field - 1] = input.ReadInt64());
        return values;
    }

    private static void Each(byte[] bytes, Action<int, CodedInputStream> take)
    {
        var input = new CodedInputStream(bytes);
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag()) take(WireFormat.GetTagFieldNumber(tag), input);
    }
}
