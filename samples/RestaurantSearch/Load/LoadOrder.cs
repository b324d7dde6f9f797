namespace RestaurantSearch.Load;

/// <summary>What the load process is asked to do, one line of JSON.</summary>
/// <param name="Port">The server's port on this machine.</param>
/// <param name="Seconds">For how long; zero: ask the fixed list of queries once, on one connection, and hash the answers.</param>
/// <param name="RequestsPerSecond">The rate at which requests are due; zero: each follows the answer before it.</param>
/// <param name="Seed">Decides who asks what, and when.</param>
internal sealed record LoadOrder(int Port, double Seconds, double RequestsPerSecond, int Seed);
