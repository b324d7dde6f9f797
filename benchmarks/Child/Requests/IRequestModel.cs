namespace Slabwise.Benchmarks.Child.Requests;

/// <summary>
/// How one allocator makes and gives back a request: an object of 64 bytes, a list of 8 items of 32 bytes and 3 tags
/// of 24 bytes, linked as the C program links them.
/// </summary>
internal interface IRequestModel<TRequest>
    where TRequest : struct
{
    static abstract TRequest New(long id);

    static abstract void Free(TRequest request);
}
