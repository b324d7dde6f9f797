using Microsoft.Diagnostics.NETCore.Client;

namespace Slabwise.Tool.Remote;

/// <summary>A process that is asked, and why it cannot be where that is so.</summary>
internal sealed class Target(int id)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public int Id => id;

    /// <summary>Asks, and throws a <see cref="ToolException"/> where there is no answer or the answer is an error.</summary>
    public async Task<string> Ask(string command, CancellationToken cancel, TimeSpan more = default, params (string Key, string Value)[] arguments)
    {
        RefuseUnlessThere();
        Answer? answer;
        try
        {
            answer = await Session.Ask(id, command, arguments, Patience + more, cancel);
        }
        catch (UnauthorizedAccessException)
        {
            throw NoPermission();
        }
        catch (IOException)
        {
            throw new ToolException(ExitCodes.NoSuchProcess, $"the process {id} has ended");
        }
        catch (ServerNotAvailableException e)
        {
            if (!DotNetProcesses.Exists(id)) throw new ToolException(ExitCodes.NoSuchProcess, $"the process {id} has ended");
            // Of a socket that is closed to this user the client says that there is no server.
            if (OperatingSystem.IsLinux() && !IsOurs()) throw NoPermission();
            throw new ToolException(ExitCodes.NoPermission, $"the process {id} does not let itself be looked at: {e.Message}");
        }

        if (answer is not { } given) throw new ToolException(ExitCodes.WithoutSlabwise, $"the process {id} does not answer; it has not used a Slabwise pool yet, or its Slabwise is older than this tool");
        if (given.Kind == "error") throw new ToolException(ExitCodes.Failed, given.Text);
        return given.Text;
    }

    /// <exception cref="ToolException">There is no such process, or none that can be asked.</exception>
    public void RefuseUnlessThere()
    {
        if (!DotNetProcesses.Exists(id)) throw new ToolException(ExitCodes.NoSuchProcess, $"there is no process {id}");
        if (DotNetProcesses.Find().Contains(id)) return;
        if (OperatingSystem.IsLinux() && !IsOurs()) throw NoPermission();
        throw new ToolException(ExitCodes.WithoutSlabwise, $"the process {id} is not a .NET process, or runs with DOTNET_EnableDiagnostics=0 or another TMPDIR than this one");
    }

    // The diagnostics' socket is the process's user's alone.
    private bool IsOurs()
    {
        try
        {
            string own = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal));
            return File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)) == own;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private ToolException NoPermission() =>
        new(ExitCodes.NoPermission, $"the process {id} belongs to another user; run this as that user");
}
