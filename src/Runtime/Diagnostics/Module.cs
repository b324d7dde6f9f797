using System.Runtime.CompilerServices;

// Buffers of a batch lie on the stack of every refill and spill; clearing their 528 bytes first took longer than the batch.
[module: SkipLocalsInit]
