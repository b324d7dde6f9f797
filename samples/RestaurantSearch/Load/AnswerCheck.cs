using System.Security.Cryptography;
using System.Text;

namespace RestaurantSearch.Load;

/// <summary>Asks a fixed list of queries and hashes the answers, byte for byte.</summary>
internal static class AnswerCheck
{
    private const int Sessions = 500;

    public static LoadReport Run(TypedQueries queries, LoadOrder order)
    {
        using Connection connection = new(order.Port);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int count = 0;
        for (int session = 0; session < Sessions; session++)
        {
            // Few users, so that later answers depend on the records of earlier ones; and enough searches to move the trend.
            int user = session % (Sessions / 20);
            (int first, int end) = queries.RequestsOf(session);
            for (int request = first; request < end; request++, count++)
                hash.AppendData(connection.Send(queries.Write(request, user, connection.Request)));
            int length = Encoding.ASCII.GetBytes($"GET /recent?u={user} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", connection.Request);
            hash.AppendData(connection.Send(length));
            count++;
        }
        return new LoadReport { Requests = count, AnswersHash = Convert.ToHexStringLower(hash.GetHashAndReset())[..16] };
    }
}
