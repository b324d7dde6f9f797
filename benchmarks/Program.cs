using System.CommandLine;
using Slabwise.Benchmarks.Child;
using Slabwise.Benchmarks.Commands;

namespace Slabwise.Benchmarks;

internal static class Program
{
    private static int Main(string[] args)
    {
        // Children go straight to their kernel: what parsing a command line brings in would count as their memory.
        if (args is ["child", var loop, var source]) return ChildHost.Run(loop, source);
        return Run(args);
    }

    internal static int Run(string[] args)
    {
        var root = new RootCommand("Measures Slabwise beside the allocators and pools that one would use instead.")
        {
            CompareCommand.Create(), SuiteCommand.Create(), DrillCommand.Create(),
        };
        try
        {
            return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (ArgumentException misuse)
        {
            Console.Error.WriteLine(misuse.Message);
            return 2;
        }
    }
}
