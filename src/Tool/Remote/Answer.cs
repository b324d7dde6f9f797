namespace Slabwise.Tool.Remote;

/// <summary>What a process answered.</summary>
internal readonly record struct Answer(string Kind, string Text);
