namespace Slabwise.Benchmarks.Child.Footprint;

// A hundred types of 16 to 88 bytes, as a program that pools everything would have them.
[SizeClassPooled] internal partial struct Type00 { public long A, B; }
[SizeClassPooled] internal partial struct Type01 { public long A, B, C; }
[SizeClassPooled] internal partial struct Type02 { public long A, B, C, D; }
[SizeClassPooled] internal partial struct Type03 { public long A, B, C, D, E; }
[SizeClassPooled] internal partial struct Type04 { public long A, B, C, D, E, F; }
[SizeClassPooled] internal partial struct Type05 { public long A, B, C, D, E, F, G; }
[SizeClassPooled] internal partial struct Type06 { public long A, B, C, D, E, F, G, H; }
[SizeClassPooled] internal partial struct Type07 { public long A, B, C, D, E, F, G, H, I; }
[SizeClassPooled] internal partial struct Type08 { public long A, B, C, D, E, F, G, H, I, J; }
[SizeClassPooled] internal partial struct Type09 { public long A, B, C, D, E, F, G, H, I, J, K; }
[SizeClassPooled] internal partial struct Type10 { public long A, B; }
[SizeClassPooled] internal partial struct Type11 { public long A, B, C; }
[SizeClassPooled] internal partial struct Type12 { public long A, B, C, D; }
[SizeClassPooled] internal partial struct Type13 { public long A, B, C, D, E; }
[SizeClassPooled] internal partial struct Type14 { public long A, B, C, D, E, F; }
[SizeClassPooled] internal partial struct Type15 { public long A, B, C, D, E, F, G; }
[SizeClassPooled] internal partial struct Type16 { public long A, B, C, D, E, F, G, H; }
[SizeClassPooled] internal partial struct Type17 { public long A, B, C, D, E, F, G, H, I; }
[SizeClassPooled] internal partial struct Type18 { public long A, B, C, D, E, F, G, H, I, J; }
[SizeClassPooled] internal partial struct Type19 { public long A, B, C, D, E, F, G, H, I, J, K; }
[SizeClassPooled] internal partial struct Type20 { public long A, B; }
[SizeClassPooled] internal partial struct Type21 { public long A, B, C; }
[SizeClassPooled] internal partial struct Type22 { public long A, B, C, D; }
[SizeClassPooled] internal partial struct Type23 { public long A, B, C, D, E; }
[SizeClassPooled] internal partial struct Type24 { public long A, B, C, D, E, F; }
[SizeClassPooled] internal partial struct Type25 { public long A, B, C, D, E, F, G; }
[SizeClassPooled] internal partial struct Type26 { public long A, B, C, D, E, F, G, H; }
[SizeClassPooled] internal partial struct Type27 { public long A, B, C, D, E, F, G, H, I; }
[SizeClassPooled] internal partial struct Type28 { public long A, B, C, D, E, F, G, H, I, J; }
[SizeClassPooled] internal partial struct Type29 { public long A, B, C, D, E, F, G, H, I, J, K; }
[SizeClassPooled] internal partial struct Type30 { public long A, B; }
[SizeClassPooled] internal partial struct Type31 { public long A, B, C; }
[SizeClassPooled] internal partial struct Type32 { public long A, B, C, D; }
[SizeClassPooled] internal partial struct Type33 { public long A, B, C, D, E; }
[SizeClassPooled] internal partial struct Type34 { public long A, B, C, D, E, F; }
[SizeClassPooled] internal partial struct Type35 { public long A, B, C, D, E, F, G; }
[SizeClassPooled] internal partial struct Type36 { public long A, B, C, D, E, F, G, H; }
[SizeClassPooled] internal partial struct Type37 { public long A, B, C, D, E, F, G, H, I; }
[SizeClassPooled] internal partial struct Type38 { public long A, B, C, D, E, F, G, H, I, J; }
[SizeClassPooled] internal partial struct Type39 { public long A, B, C, D, E, F, G, H, I, J, K; }
[SizeClassPooled] internal partial struct Type40 { public long A, B; }
[SizeClassPooled] internal partial struct Type41 { public long A, B, C; }
[SizeClassPooled] internal partial struct Type42 { public long A, B, C, D; }
[SizeClassPooled] internal partial struct Type43 { public long A, B, C, D, E; }
[SizeClassPooled] internal partial struct Type44 { public long A, B, C, D, E, F; }
[SizeClassPooled] internal partial struct Type45 { public long A, B, C, D, E, F, G; }
[SizeClassPooled] internal partial struct Type46 { public long A, B, C, D, E, F, G, H; }
[SizeClassPooled] internal partial struct Type47 { public long A, B, C, D, E, F, G, H, I; }
[SizeClassPooled] internal partial struct Type48 { public long A, B, C, D, E, F, G, H, I, J; }
[SizeClassPooled] internal partial struct Type49 { public long A, B, C, D, E, F, G, H, I, J, K; }
[SizeClassPooled] internal partial struct Type50 { public long A, B; }
[SizeClassPooled] internal partial struct Type51 { public long A, B, C; }
[SizeClassPooled] internal partial struct Type52 { public long A, B, C, D; }
[SizeClassPooled] internal partial struct Type53 { public long A, B, C, D, E; }
[SizeClassPooled] internal partial struct Type54 { public long A, B, C, D, E, F; }
[SizeClassPooled] internal partial struct Type55 { public long A, B, C, D, E, F, G; }
[SizeClassPooled] internal partial struct Type56 { public long A, B, C, D, E, F, G, H; }
[SizeClassPooled] internal partial struct Type57 { public long A, B, C, D, E, F, G, H, I; }
[SizeClassPooled] internal partial struct Type58 { public long A, B, C, D, E, F, G, H, I, J; }
[SizeClassPooled] internal partial struct Type59 { public long A, B, C, D, E, F, G, H, I, J, K; }
[SizeClassPooled] internal partial struct Type60 { public long A, B; }
[SizeClassPooled] internal partial struct Type61 { public long A, B, C; }
[SizeClassPooled] internal partial struct Type62 { public long A, B, C, D; }
[SizeClassPooled] internal partial struct Type63 { public long A, B, C, D, E; }
[SizeClassPooled] internal partial struct Type64 { public long A, B, C, D, E, F; }
[SizeClassPooled] internal partial struct Type65 { public long A, B, C, D, E, F, G; }
[SizeClassPooled] internal partial struct Type66 { public long A, B, C, D, E, F, G, H; }
[SizeClassPooled] internal partial struct Type67 { public long A, B, C, D, E, F, G, H, I; }
[SizeClassPooled] internal partial struct Type68 { public long A, B, C, D, E, F, G, H, I, J; }
[SizeClassPooled] internal partial struct Type69 { public long A, B, C, D, E, F, G, H, I, J, K; }
[SizeClassPooled] internal partial struct Type70 { public long A, B; }
[SizeClassPooled] internal partial struct Type71 { public long A, B, C; }
[SizeClassPooled] internal partial struct Type72 { public long A, B, C, D; }
[SizeClassPooled] internal partial struct Type73 { public long A, B, C, D, E; }
[SizeClassPooled] internal partial struct Type74 { public long A, B, C, D, E, F; }
[SizeClassPooled] internal partial struct Type75 { public long A, B, C, D, E, F, G; }
[SizeClassPooled] internal partial struct Type76 { public long A, B, C, D, E, F, G, H; }
[SizeClassPooled] internal partial struct Type77 { public long A, B, C, D, E, F, G, H, I; }
[SizeClassPooled] internal partial struct Type78 { public long A, B, C, D, E, F, G, H, I, J; }
[SizeClassPooled] internal partial struct Type79 { public long A, B, C, D, E, F, G, H, I, J, K; }
[SizeClassPooled] internal partial struct Type80 { public long A, B; }
[SizeClassPooled] internal partial struct Type81 { public long A, B, C; }
[SizeClassPooled] internal partial struct Type82 { public long A, B, C, D; }
[SizeClassPooled] internal partial struct Type83 { public long A, B, C, D, E; }
[SizeClassPooled] internal partial struct Type84 { public long A, B, C, D, E, F; }
[SizeClassPooled] internal partial struct Type85 { public long A, B, C, D, E, F, G; }
[SizeClassPooled] internal partial struct Type86 { public long A, B, C, D, E, F, G, H; }
[SizeClassPooled] internal partial struct Type87 { public long A, B, C, D, E, F, G, H, I; }
[SizeClassPooled] internal partial struct Type88 { public long A, B, C, D, E, F, G, H, I, J; }
[SizeClassPooled] internal partial struct Type89 { public long A, B, C, D, E, F, G, H, I, J, K; }
[SizeClassPooled] internal partial struct Type90 { public long A, B; }
[SizeClassPooled] internal partial struct Type91 { public long A, B, C; }
[SizeClassPooled] internal partial struct Type92 { public long A, B, C, D; }
[SizeClassPooled] internal partial struct Type93 { public long A, B, C, D, E; }
[SizeClassPooled] internal partial struct Type94 { public long A, B, C, D, E, F; }
[SizeClassPooled] internal partial struct Type95 { public long A, B, C, D, E, F, G; }
[SizeClassPooled] internal partial struct Type96 { public long A, B, C, D, E, F, G, H; }
[SizeClassPooled] internal partial struct Type97 { public long A, B, C, D, E, F, G, H, I; }
[SizeClassPooled] internal partial struct Type98 { public long A, B, C, D, E, F, G, H, I, J; }
[SizeClassPooled] internal partial struct Type99 { public long A, B, C, D, E, F, G, H, I, J, K; }
