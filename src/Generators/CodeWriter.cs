using System.Text;

namespace Slabwise.Generators;

/// <summary>Writes lines with the indentation of the block that they are in.</summary>
internal sealed class CodeWriter
{
    private const string Indent = "    ";

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes lines; an empty one stays empty.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.Replace("\r\n", "\n").Split('\n'))
        {
            if (line.Length > 0)
            {
                for (int i = 0; i < _depth; i++) _text.Append(Indent);
                _text.Append(line);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Starts a member: an empty line, except where a block has just begun.</summary>
    public void Member(string lines)
    {
        if (!EndsWith("{\n")) _text.Append('\n');
        Lines(lines);
    }

    /// <summary>Opens a block under a heading.</summary>
    public void Open(string heading)
    {
        Lines(heading);
        Open();
    }

    /// <summary>Opens a block under the line just written.</summary>
    public void Open()
    {
        Lines("{");
        _depth++;
    }

    /// <summary>Closes the innermost block; <paramref name="after"/> stands behind its brace.</summary>
    public void Close(string after = "")
    {
        _depth--;
        Lines("}" + after);
    }

    /// <summary>Closes every block and gives the text.</summary>
    public string Finish()
    {
        while (_depth > 0) Close();
        return _text.ToString();
    }

    private bool EndsWith(string ending) =>
        _text.Length >= ending.Length && _text.ToString(_text.Length - ending.Length, ending.Length) == ending;
}
