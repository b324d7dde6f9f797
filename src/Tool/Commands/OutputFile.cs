namespace Slabwise.Tool.Commands;

/// <summary>A file that is opened before the work whose result it takes: one that cannot be written is told at once, and not after a minute of sampling.</summary>
/// <remarks>What the file held stays until there is something to write; a new one goes again if that does not come.</remarks>
internal sealed class OutputFile : IDisposable
{
    private readonly FileInfo _file;
    private readonly FileStream _stream;
    private readonly bool _isNew;
    private bool _isWritten;

    /// <exception cref="ToolException">The file cannot be written.</exception>
    public OutputFile(FileInfo file)
    {
        _file = file;
        _isNew = !file.Exists;
        _stream = Telling(() => file.Open(FileMode.OpenOrCreate, FileAccess.Write));
    }

    /// <exception cref="ToolException">The file cannot be written.</exception>
    public void Write(byte[] bytes) => Telling(() =>
    {
        if (_stream.CanSeek) _stream.SetLength(0);
        _stream.Write(bytes);
        _stream.Flush();
        return _isWritten = true;
    });

    public void Dispose()
    {
        _stream.Dispose();
        if (_isNew && !_isWritten) _file.Delete();
    }

    private static T Telling<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Failed, e.Message);
        }
    }
}
