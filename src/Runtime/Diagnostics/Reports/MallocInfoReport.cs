using System.Globalization;
using System.Xml;

namespace Slabwise.Diagnostics.Reports;

/// <summary>XML in the form of glibc's <c>malloc_info</c>, for tools that read that: a heap a pool.</summary>
/// <remarks>"fast" is what lies in caches, "rest" what is free below them, "system" what is committed. So <c>system - fast - rest</c> is what users have,
/// alignment and retired slots included, as with glibc.</remarks>
internal static class MallocInfoReport
{
    public static void Write(SlabwiseStatistics now, TextWriter writer)
    {
        using var xml = XmlWriter.Create(writer, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n", CloseOutput = false });
        xml.WriteStartElement("malloc");
        xml.WriteAttributeString("version", "1");
        long fastSlots = 0, restSlots = 0, largeBlocks = 0, largeBytes = 0;
        for (int nr = 0; nr < now.Pools.Count; nr++)
        {
            PoolStatistics pool = now.Pools[nr];
            WriteHeap(xml, nr, pool);
            fastSlots += FastSlots(pool);
            restSlots += pool.FreeSlots;
            if (pool.Type != PoolType.Large) continue;
            largeBlocks += pool.Rented;
            largeBytes += pool.AllocatedBytes;
        }

        MemoryTotals all = now.Totals;
        Total(xml, "fast", fastSlots, all.CachedBytes);
        Total(xml, "rest", restSlots, all.FragmentedBytes + all.DirtyBytes + all.MuzzyBytes + all.RetainedBytes);
        Total(xml, "mmap", largeBlocks, largeBytes);
        Size(xml, "system", "current", all.MappedBytes);
        Size(xml, "system", "max", all.PeakMappedBytes);
        Size(xml, "aspace", "total", all.ReservedBytes);
        Size(xml, "aspace", "mprotect", all.MappedBytes);
        xml.WriteEndElement();
    }

    private static void WriteHeap(XmlWriter xml, int nr, in PoolStatistics pool)
    {
        xml.WriteStartElement("heap");
        xml.WriteAttributeString("nr", Number(nr));
        xml.WriteAttributeString("name", pool.Name);
        xml.WriteStartElement("sizes");
        if (pool.FreeSlots + FastSlots(pool) > 0)
        {
            xml.WriteStartElement("size");
            xml.WriteAttributeString("from", Number(pool.StrideBytes));
            xml.WriteAttributeString("to", Number(pool.StrideBytes));
            xml.WriteAttributeString("total", Number((pool.FreeSlots + FastSlots(pool)) * pool.StrideBytes));
            xml.WriteAttributeString("count", Number(pool.FreeSlots + FastSlots(pool)));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        Total(xml, "fast", FastSlots(pool), pool.CachedBytes);
        Total(xml, "rest", pool.FreeSlots, pool.FragmentedBytes + pool.DirtyBytes + pool.MuzzyBytes + pool.RetainedBytes);
        Size(xml, "system", "current", pool.MappedBytes);
        Size(xml, "system", "max", pool.MappedBytes);    // what is committed stays so
        Size(xml, "aspace", "total", pool.MappedBytes);
        Size(xml, "aspace", "mprotect", pool.MappedBytes);
        xml.WriteEndElement();
    }

    private static long FastSlots(in PoolStatistics pool) => pool.Cached + pool.InTransfer + pool.InOwnedSlabs;

    private static void Total(XmlWriter xml, string type, long count, long bytes)
    {
        xml.WriteStartElement("total");
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("count", Number(count));
        xml.WriteAttributeString("size", Number(bytes));
        xml.WriteEndElement();
    }

    private static void Size(XmlWriter xml, string element, string type, long bytes)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("size", Number(bytes));
        xml.WriteEndElement();
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
