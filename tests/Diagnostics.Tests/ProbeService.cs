using System.Diagnostics;

namespace Slabwise.Diagnostics.Tests;

/// <summary>The probe as a running service; it ends when this is disposed of, or with the test process, whose pipe it reads.</summary>
internal sealed class ProbeService : IDisposable
{
    private static readonly string Probe = Path.Combine(AppContext.BaseDirectory, "Slabwise.Probe.dll");

    private readonly Process _process;

    public ProbeService(string command = "serve", params (string Name, string Value)[] environment)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, [Probe, .. command.Split(' ')]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _ = _process.StandardError.ReadToEndAsync();
        if (command is "serve" or "idle") Expect("ready");
    }

    public int Id => _process.Id;

    public void Do(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        Expect($"did {line}");
    }

    /// <summary>Waits for a command that ends by itself.</summary>
    public void WaitForEnd()
    {
        string output = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        if (_process.ExitCode != 0) throw new InvalidOperationException($"The probe ended with {_process.ExitCode}: {output}");
    }

    /// <summary>Kills it while whoever asks it waits for an answer: it is stopped before.</summary>
    public void KillWhileAsked()
    {
        using (Process stop = Process.Start("kill", ["-STOP", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) stop.WaitForExit();
        Thread.Sleep(1000);
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(30))) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Expect(string line)
    {
        Task<string?> read = _process.StandardOutput.ReadLineAsync();
        if (!read.Wait(TimeSpan.FromMinutes(3))) throw new TimeoutException($"The probe did not say {line}.");
        if (read.Result != line) throw new InvalidOperationException($"The probe said {read.Result} instead of {line}.");
    }
}
