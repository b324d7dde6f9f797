using Microsoft.AspNetCore.Http;

namespace Slabwise.AspNetCore.Access;

/// <summary>Answers that say why there is no other.</summary>
internal static class Plain
{
    public static Task Write(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(message, context.RequestAborted);
    }

    public static Task BadQuery(HttpContext context, string message) => Write(context, StatusCodes.Status400BadRequest, message + "\n");

    /// <summary>There is one at a time: come back later.</summary>
    public static Task Busy(HttpContext context, string message, int retryAfterSeconds)
    {
        context.Response.Headers.RetryAfter = retryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Write(context, StatusCodes.Status429TooManyRequests, message + "\n");
    }
}
