namespace Slabwise.Analyzers.Flow;

internal enum Role : byte
{
    Use,
    Return,
}
