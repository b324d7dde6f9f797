using Microsoft.Extensions.Primitives;
using RestaurantSearch.Search;
using Slabwise;

namespace RestaurantSearch.Server;

/// <summary>One variant of the service behind Kestrel.</summary>
internal sealed class SearchServer(ISearchService service, ServerMeasurements measurements)
{
    private static readonly StringValues s_json = "application/json; charset=utf-8";

    /// <summary>Where the live page of Slabwise is, on a server that is watched.</summary>
    public const string LivePage = "/slabwise/";

    /// <param name="url">Where to listen.</param>
    /// <param name="service">What answers.</param>
    /// <param name="measurements">What the server says of itself.</param>
    /// <param name="isWatched">Whether Slabwise's page and its server pools are wanted. A server in the comparison has neither, so that variants differ in their
    /// records only.</param>
    public static WebApplication Build(string url, ISearchService service, ServerMeasurements measurements, bool isWatched)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls(url);
        if (isWatched)
            builder.AddSlabwise();
        WebApplication app = builder.Build();
        RequestDelegate handle = new SearchServer(service, measurements).Handle;
        if (isWatched)
        {
            app.MapSlabwise(LivePage.TrimEnd('/'));
            app.MapFallback("{**path}", handle);
        }
        else
        {
            app.Run(handle);
        }
        return app;
    }

    private Task Handle(HttpContext context) => context.Request.Path.Value switch
    {
        "/search" => Search(context),
        "/recent" => Recent(context),
        "/stats" => Statistics(context),
        "/" => Page(context),
        _ => NotFound(context),
    };

    private Task Search(HttpContext context)
    {
        Span<char> query = stackalloc char[SearchQuery.MostCharacters];
        SearchQuery parameters = SearchQuery.Parse(context.Request.QueryString.Value, query);
        Span<byte> answer = context.Response.BodyWriter.GetSpan(ISearchService.LongestAnswer);
        return Answered(context, service.Search(query[..parameters.Length], parameters.User, answer));
    }

    private Task Recent(HttpContext context)
    {
        Span<char> query = stackalloc char[SearchQuery.MostCharacters];
        SearchQuery parameters = SearchQuery.Parse(context.Request.QueryString.Value, query);
        Span<byte> answer = context.Response.BodyWriter.GetSpan(ISearchService.LongestAnswer);
        return Answered(context, service.Recent(parameters.User, answer));
    }

    private static Task Answered(HttpContext context, int length)
    {
        context.Response.ContentLength = length;
        context.Response.Headers.ContentType = s_json;
        context.Response.BodyWriter.Advance(length);
        return Task.CompletedTask;
    }

    private async Task Statistics(HttpContext context)
    {
        bool restart = context.Request.Query.ContainsKey("restart");
        await context.Response.WriteAsJsonAsync(await measurements.TakeAsync(restart));
    }

    private static async Task Page(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        await using Stream page = typeof(SearchServer).Assembly.GetManifestResourceStream("Page.html")!;
        await page.CopyToAsync(context.Response.Body);
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync("There is /, /search?q=...&u=..., /recent?u=... and /stats.\n");
    }
}
