using System.Diagnostics;
using System.Globalization;
using Slabwise.Benchmarks.Catalog;
using Slabwise.Benchmarks.Child;

namespace Slabwise.Benchmarks.Running;

/// <summary>A child process that runs a round when told to, and waits otherwise.</summary>
internal sealed class BenchChild : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private bool _disposed;

    private BenchChild(Process process, Allocator allocator, Workload workload)
    {
        _process = process;
        Allocator = allocator;
        Workload = workload;
    }

    public Allocator Allocator { get; }

    public Workload Workload { get; }

    /// <summary>It broke the conversation and takes no further part.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Starts the process; it warms up by itself until <see cref="WaitUntilReady"/>.</summary>
    public static BenchChild Start(Allocator allocator, Workload workload, string? cProgram) =>
        new(Process.Start(ChildLaunch.For(allocator, workload, cProgram))!, allocator, workload);

    public void WaitUntilReady()
    {
        Expect("@ready");
        // The dynamic linker only warns of a library that it cannot preload, and libc's malloc would run under its name.
        if (Allocator.Preload?.Find(PeerLibrary.SearchPath) is { } library && !IsMapped(library))
            throw new BenchChildException($"{Allocator.Name}: {Path.GetFileName(library)} is not loaded in the child process.");
    }

    public Lap Round(long operations)
    {
        Order(string.Create(CultureInfo.InvariantCulture, $"round {operations}"));
        string[] fields = Expect("@round").Split(' ');
        return new Lap(long.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[2], CultureInfo.InvariantCulture));
    }

    /// <summary>What the loop has to tell besides time.</summary>
    public IReadOnlyDictionary<string, double> Figures()
    {
        var figures = new Dictionary<string, double>();
        if (Allocator.Host == Host.C) return figures;
        Order("figures");
        while (Expect("@") is var line && line != "@end")
        {
            if (line.Split(' ') is not ["@figure", var name, var value])
                throw new BenchChildException($"{Allocator.Name}, {Workload.Name}: '{line}' is no figure.");
            figures[name] = double.Parse(value, CultureInfo.InvariantCulture);
        }
        return figures;
    }

    /// <summary>What the allocator says about itself.</summary>
    public string Statistics()
    {
        if (Allocator.Host == Host.C) return "The C program keeps no statistics.";
        Order("statistics");
        var text = new StringWriter();
        while (Expect("@") is var line && line != "@end") text.WriteLine(line.Length > 3 ? line[3..] : "");
        return text.ToString();
    }

    public ResidentSize ResidentSize() => Running.ResidentSize.Of(_process.Id);

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        // The end of its input ends the child; killing is for one that hangs.
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5))) _process.Kill();
        _process.Dispose();
    }

    private void Order(string order)
    {
        try
        {
            _process.StandardInput.WriteLine(order);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw Ended();
        }
    }

    /// <summary>The next line of the conversation. Lines of other origin are passed on.</summary>
    private string Expect(string prefix)
    {
        while (true)
        {
            Task<string?> reading = _process.StandardOutput.ReadLineAsync();
            if (!reading.Wait(Patience)) throw new BenchChildException($"{Allocator.Name}: no answer within {Patience.TotalMinutes:0} minutes.");
            string line = reading.Result ?? throw Ended();
            if (line.StartsWith(prefix, StringComparison.Ordinal)) return line;
            Console.Out.WriteLine(line);
        }
    }

    private BenchChildException Ended()
    {
        _process.WaitForExit(TimeSpan.FromSeconds(5));
        string how = _process.HasExited ? $"ended with code {_process.ExitCode}" : "closed its output";
        return new BenchChildException($"{Allocator.Name}, {Workload.Name}: the child process {how}.");
    }

    private bool IsMapped(string library)
    {
        string real = File.ResolveLinkTarget(library, returnFinalTarget: true)?.FullName ?? library;
        return File.ReadLines($"/proc/{_process.Id}/maps").Any(l => l.EndsWith(Path.GetFileName(real), StringComparison.Ordinal));
    }
}
