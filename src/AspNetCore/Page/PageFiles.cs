using System.Reflection;
using System.Text;

namespace Slabwise.AspNetCore.Page;

/// <summary>The files of the live page, from the assembly's resources.</summary>
internal static class PageFiles
{
    /// <summary>Nothing but the page's own files runs or is fetched. The one style sheet that a library puts into the page is named by its hash.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-PjPkXjWPssRCMzB6p5SnF25xrwIH7ThbVHWlE+SG1DE='; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // In the order in which they use each other.
    private static readonly string[] s_scripts =
    [
        "uPlot.iife.min.js", "d3-array.min.js", "d3-color.min.js", "d3-dispatch.min.js", "d3-ease.min.js", "d3-format.min.js", "d3-hierarchy.min.js",
        "d3-interpolate.min.js", "d3-time.min.js", "d3-time-format.min.js", "d3-timer.min.js", "d3-scale.min.js", "d3-selection.min.js",
        "d3-transition.min.js", "d3-flamegraph.umd.min.js",
    ];

    private static readonly string[] s_licences =
        ["uPlot.LICENSE.txt", "d3-flame-graph.LICENSE.txt", "d3.LICENSE.txt", "d3-ease.LICENSE.txt", "internmap.LICENSE.txt"];

    private static readonly string[] s_modules = ["format.js", "source.js", "charts.js", "slabs.js", "tables.js", "flame.js", "page.js"];

    public static PageFile[] All { get; } =
    [
        new("", "text/html; charset=utf-8", Read("page.html")),
        new("page.css", "text/css; charset=utf-8", Read("page.css")),
        new("libraries.css", "text/css; charset=utf-8", Read("uPlot.min.css")),
        new("libraries.js", "text/javascript; charset=utf-8", Join(s_scripts, ";\n")),
        new("licenses.txt", "text/plain; charset=utf-8", Join(s_licences, "\n\n", withNames: true)),
        .. s_modules.Select(name => new PageFile(name, "text/javascript; charset=utf-8", Read(name))),
    ];

    internal static byte[] Read(string name)
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("Page." + name)!;
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Join(string[] names, string between, bool withNames = false) =>
        Encoding.UTF8.GetBytes(string.Join(between, names.Select(name => (withNames ? $"== {name} ==\n" : "") + Encoding.UTF8.GetString(Read(name)))));
}

/// <summary>One file as it is sent.</summary>
/// <param name="Route">Its path below the page's.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="Bytes">What is in it.</param>
internal sealed record PageFile(string Route, string ContentType, byte[] Bytes);
