using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Slabwise.AspNetCore.Page;
using Xunit;

namespace Slabwise.AspNetCore.Tests;

public sealed partial class PageTests
{
    [Fact]
    public async Task ThePageAndAllThatItNamesAreServed()
    {
        await using TestHost host = await TestHost.Start();
        using HttpResponseMessage page = await host.Get("");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("unsafe", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        string html = await page.Content.ReadAsStringAsync();
        string[] names = [.. Named().Matches(html).Select(match => match.Groups[1].Value).Where(name => !name.StartsWith('#') && name != "data:," && name != "pprof/heap")];
        Assert.Contains("page.js", names);
        foreach (string name in names.Concat(PageFiles.All.Select(file => file.Route)))
        {
            using HttpResponseMessage answer = await host.Get(name);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, name);
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task WithoutASlashItSendsToOneWithThePathBase()
    {
        await using TestHost host = await TestHost.Start(pipeline: application =>
        {
            Microsoft.AspNetCore.Builder.UsePathBaseExtensions.UsePathBase(application, "/base");
            Microsoft.AspNetCore.Builder.EndpointRoutingApplicationBuilderExtensions.UseRouting(application);
            application.MapSlabwise("/memory");
        });
        using HttpResponseMessage answer = await host.Client.GetAsync("/base/memory");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/base/memory/", answer.Headers.Location!.OriginalString);
        using HttpResponseMessage page = await host.Client.GetAsync("/base/memory/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public void NothingIsFetchedFromElsewhere()
    {
        foreach (string name in (string[])["page.html", "page.css", "page.js", "source.js", "format.js", "charts.js", "slabs.js", "tables.js", "flame.js", "uPlot.min.css"])
            Assert.DoesNotMatch(Elsewhere(), Encoding.UTF8.GetString(PageFiles.Read(name)));
        Assert.DoesNotMatch(InlineScript(), Encoding.UTF8.GetString(PageFiles.Read("page.html")));
    }

    [Fact]
    public void ThePolicyNamesTheStyleThatTheLibraryBrings()
    {
        string library = Encoding.UTF8.GetString(PageFiles.Read("d3-flamegraph.umd.min.js"));
        string style = Style().Match(library).Groups[1].Value;
        Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", PageFiles.ContentSecurityPolicy, StringComparison.Ordinal);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Named();

    [GeneratedRegex("(https?:)?//[a-z]|@import|import\\(", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();

    [GeneratedRegex("<script(?![^>]*src=)|\\son[a-z]+=|<style|style=")]
    private static partial Regex InlineScript();

    [GeneratedRegex("\\.textContent=`([^`]*)`")]
    private static partial Regex Style();
}
