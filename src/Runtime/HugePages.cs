namespace Slabwise;

/// <summary>Whether memory is to lie in transparent huge pages of the system (Linux; elsewhere without effect).</summary>
public enum HugePages
{
    /// <summary>As the system is set up.</summary>
    Default,

    /// <summary>Slabs and large blocks ask for huge pages, and go back to the system only in whole ones.</summary>
    Always,

    /// <summary>No huge pages: the least memory for what is touched here and there.</summary>
    Never,
}
