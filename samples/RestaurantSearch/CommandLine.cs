using System.CommandLine;
using RestaurantSearch.Comparing;
using RestaurantSearch.Load;
using RestaurantSearch.Search;
using RestaurantSearch.Server;

namespace RestaurantSearch;

/// <summary>The options of the program, and what each of its roles does with them.</summary>
internal static class CommandLine
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    private static readonly Option<int> s_seconds = new("--seconds")
    {
        Description = "How long the comparison may take, starting up included.",
        DefaultValueFactory = _ => 75,
    };

    private static readonly Option<string?> s_json = new("--json") { Description = "Write the rows to this file, too." };

    private static readonly Option<bool> s_serve = new("--serve") { Description = "Keep one variant up, to try by hand, with Slabwise's live page under load." };

    private static readonly Option<string> s_urls = new("--urls")
    {
        Description = "Where --serve listens.",
        DefaultValueFactory = _ => DefaultUrl,
    };

    private static readonly Option<string[]> s_variant = new("--variant")
    {
        Description = "Only this variant; may be given more than once for a comparison.",
    };

    private static readonly Option<int> s_records = new("--records")
    {
        Description = "How many recent searches the service keeps.",
        DefaultValueFactory = _ => StoreSize.DefaultRecords,
    };

    private static readonly Option<int> s_connections = new("--connections")
    {
        Description = "How many connections the load comes over.",
        DefaultValueFactory = _ => 16,
    };

    private static readonly Option<int> s_rate = new("--rate")
    {
        Description = "With --serve: requests a second that it sends to itself; 0 for none.",
        DefaultValueFactory = _ => 200,
    };

    private static readonly Option<bool> s_server = new("--server") { Hidden = true };

    private static readonly Option<bool> s_load = new("--load") { Hidden = true };

    public static RootCommand Build()
    {
        s_variant.AcceptOnlyFromAmong(Variants.All);
        Within(s_seconds, 5, 3600);
        Within(s_records, 12_000, 100_000_000);
        Within(s_connections, 1, 256);
        Within(s_rate, 0, 100_000);
        s_urls.Validators.Add(result =>
        {
            string url = result.GetValueOrDefault<string>();
            if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme != Uri.UriSchemeHttp)
                result.AddError($"--urls: '{url}' is not an address such as {DefaultUrl}.");
        });
        s_json.Validators.Add(result =>
        {
            string? folder = Path.GetDirectoryName(Path.GetFullPath(result.GetValueOrDefault<string>() ?? "."));
            if (folder is not null && !Directory.Exists(folder))
                result.AddError($"--json: there is no folder {folder}.");
        });
        RootCommand root = new("Restaurant search: one autocomplete service, allocated in three ways, under load.");
        foreach (Option option in (Option[])[s_seconds, s_json, s_serve, s_urls, s_variant, s_records, s_connections, s_rate, s_server, s_load])
            root.Options.Add(option);
        root.Validators.Add(result =>
        {
            if (result.GetResult(s_urls) is { Implicit: false } && !result.GetValue(s_serve) && !result.GetValue(s_server))
                result.AddError("--urls goes with --serve.");
            if (result.GetResult(s_rate) is { Implicit: false } && !result.GetValue(s_serve))
                result.AddError("--rate goes with --serve.");
            if (result.GetValue(s_serve) && result.GetResult(s_json) is not null)
                result.AddError("--json goes with the comparison, not with --serve.");
            if (result.GetValue(s_serve) && result.GetValue(s_variant) is { Length: > 1 })
                result.AddError("--serve takes one --variant.");
        });
        root.SetAction(RunAsync);
        return root;
    }

    private static Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        string[] chosen = [.. (arguments.GetValue(s_variant) ?? []).Distinct()];
        int records = arguments.GetValue(s_records);
        int connections = arguments.GetValue(s_connections);
        if (arguments.GetValue(s_load))
            return Task.FromResult(LoadCommand.Run(connections));
        if (arguments.GetValue(s_server) || arguments.GetValue(s_serve))
        {
            string variant = chosen.Length > 0 ? chosen[0] : Variants.All[^1];
            return ServerCommand.RunAsync(variant, arguments.GetValue(s_urls)!, records, arguments.GetValue(s_server), arguments.GetValue(s_rate), connections, cancel);
        }
        TimeSpan time = TimeSpan.FromSeconds(arguments.GetValue(s_seconds));
        string[] variants = chosen.Length > 0 ? chosen : Variants.All;
        return CompareCommand.RunAsync(new ComparisonOptions(variants, time, records, connections, arguments.GetValue(s_json)), cancel);
    }

    private static void Within(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is int value && (value < least || value > most))
            result.AddError($"{option.Name} must be from {least} to {most}, not {value}.");
    });
}
