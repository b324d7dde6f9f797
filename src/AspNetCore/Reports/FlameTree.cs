using System.Text.Json;

namespace Slabwise.AspNetCore.Reports;

/// <summary>A profile as the tree that a flame graph draws: callers above callees, the pool at the end of each stack.</summary>
internal static class FlameTree
{
    // What is less than a line's width anyway is left out, and so is what lies deeper than anybody reads: so an answer is bounded.
    private const int LeastShare = 2000, MostFrames = 200;

    public static void Write(SlabwiseProfile profile, ProfileKind kind, Stream stream)
    {
        var root = new Node("all");
        foreach (ProfileSample sample in profile.Samples)
        {
            long bytes = kind == ProfileKind.Live ? sample.LiveBytes : sample.Bytes;
            if (bytes <= 0) continue;
            root.Add(bytes, kind == ProfileKind.Live ? sample.LiveObjects : sample.Objects);
            Node node = root;
            for (int at = sample.Frames.Count - 1; at >= Math.Max(0, sample.Frames.Count - MostFrames); at--) node = node.Child(sample.Frames[at], bytes);
            node.Child($"pool {sample.Pool}", bytes);
        }

        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteBoolean("isSampling", SlabwiseControl.SampleBytes > 0);
        json.WriteNumber("sampleBytes", profile.SampleBytes);
        json.WriteNumber("seconds", Math.Round(profile.Duration.TotalSeconds, 1));
        json.WritePropertyName("root");
        Write(json, root, root.Value / LeastShare);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Node node, long least)
    {
        json.WriteStartObject();
        json.WriteString("name", node.Name);
        json.WriteNumber("value", node.Value);
        if (node.Objects > 0) json.WriteNumber("objects", node.Objects);
        json.WriteStartArray("children");
        foreach (Node child in node.Children)
            if (child.Value > least) Write(json, child, least);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private sealed class Node(string name)
    {
        private readonly Dictionary<string, Node> _children = [];

        public string Name => name;

        public long Value { get; private set; }

        public long Objects { get; private set; }

        public IEnumerable<Node> Children => _children.Values;

        public void Add(long bytes, long objects)
        {
            Value += bytes;
            Objects += objects;
        }

        public Node Child(string frame, long bytes)
        {
            if (!_children.TryGetValue(frame, out Node? child)) _children.Add(frame, child = new Node(frame));
            child.Add(bytes, 0);
            return child;
        }
    }
}
