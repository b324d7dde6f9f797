using System.Text;
using RestaurantSearch.Catalogue;

namespace RestaurantSearch.Load;

/// <summary>
/// The requests of people who type: each wants a restaurant, popular ones more often, types its name key by key, and stops
/// when it was found. One session is one person; its requests follow each other. All is drawn from a fixed seed.
/// </summary>
internal sealed class TypedQueries
{
    /// <summary>The user's number is filled in when a request is sent, so that a session that is sent again is someone else's.</summary>
    public const int UserDigits = 8;

    private const int Seed = 20_26;
    private const int FirstKeys = 2;
    private const int FewestKeys = 4;
    private const int MostKeys = 20;

    private static readonly byte[] s_head = "GET /search?q="u8.ToArray();
    private static readonly byte[] s_user = Encoding.ASCII.GetBytes("&u=" + new string('0', UserDigits));
    private static readonly byte[] s_tail = " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray();

    private readonly byte[] _bytes;
    private readonly int[] _requestStarts;
    private readonly int[] _sessionStarts;

    public TypedQueries(RestaurantCatalogue catalogue, int sessions)
    {
        Random random = new(Seed);
        Zipf popularity = new(catalogue.Restaurants.Length);
        MemoryStream bytes = new();
        List<int> requestStarts = [];
        List<int> sessionStarts = [];
        for (int i = 0; i < sessions; i++)
        {
            sessionStarts.Add(requestStarts.Count);
            string wanted = catalogue.NameOf(popularity.Next(random)).ToLowerInvariant();
            int keys = Math.Min(wanted.Length, random.Next(FewestKeys, MostKeys + 1));
            for (int length = Math.Min(FirstKeys, keys); length <= keys; length++)
            {
                requestStarts.Add((int)bytes.Length);
                bytes.Write(s_head);
                bytes.Write(Encoding.ASCII.GetBytes(Uri.EscapeDataString(wanted[..length])));
                bytes.Write(s_user);
                bytes.Write(s_tail);
            }
        }
        requestStarts.Add((int)bytes.Length);
        sessionStarts.Add(requestStarts.Count - 1);
        _bytes = bytes.ToArray();
        _requestStarts = [.. requestStarts];
        _sessionStarts = [.. sessionStarts];
    }

    public int Sessions => _sessionStarts.Length - 1;

    public int Requests => _requestStarts.Length - 1;

    /// <summary>The numbers of a session's requests.</summary>
    public (int First, int End) RequestsOf(int session) => (_sessionStarts[session], _sessionStarts[session + 1]);

    /// <summary>Writes one request with its user's number.</summary>
    /// <returns>Its length.</returns>
    public int Write(int request, int user, Span<byte> destination)
    {
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(_requestStarts[request].._requestStarts[request + 1]);
        bytes.CopyTo(destination);
        Span<byte> digits = destination.Slice(bytes.Length - s_tail.Length - UserDigits, UserDigits);
        for (int i = UserDigits - 1; i >= 0; i--, user /= 10)
            digits[i] = (byte)('0' + user % 10);
        return bytes.Length;
    }
}
