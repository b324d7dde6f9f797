using RestaurantSearch;

return await CommandLine.Build().Parse(args).InvokeAsync();
