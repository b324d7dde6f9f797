namespace RestaurantSearch.Processes;

/// <summary>A child reads from a pipe whose other end its parent holds: the pipe ends when the parent does, however that was.</summary>
internal static class Parent
{
    /// <summary>Ends this process when its parent has ended.</summary>
    public static void EndWithIt()
    {
        Thread watch = new(() =>
        {
            while (Console.In.ReadLine() is not null)
            {
            }
            Environment.Exit(0);
        })
        { IsBackground = true, Name = "parent watch" };
        watch.Start();
    }
}
