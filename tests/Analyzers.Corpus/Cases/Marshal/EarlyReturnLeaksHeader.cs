// Source: shimat/opencvsharp pull request 72
// A bitmap header was allocated before the method found out that another one does the drawing, and left by that call.
using System;
using System.Runtime.InteropServices;

namespace Buggy
{
    static class Painter
    {
        [DllImport("paint")] private static extern int draw(nint header, nint target);

        public static int Draw(nint target, bool toPrinter)
        {
            nint header = {|SLAB101:Marshal.AllocHGlobal(40)|};
            Marshal.WriteInt32(header, 40);
            if (toPrinter)
            {
                return DrawToPrinter(target);
            }

            int result = draw(header, target);
            Marshal.FreeHGlobal(header);
            return result;
        }

        private static int DrawToPrinter(nint target) => (int)target;
    }
}

namespace Mended
{
    static class Painter
    {
        [DllImport("paint")] private static extern int draw(nint header, nint target);

        public static int Draw(nint target, bool toPrinter)
        {
            if (toPrinter) return DrawToPrinter(target);

            nint header = Marshal.AllocHGlobal(40);
            try
            {
                Marshal.WriteInt32(header, 40);
                return draw(header, target);
            }
            finally
            {
                Marshal.FreeHGlobal(header);
            }
        }

        private static int DrawToPrinter(nint target) => (int)target;
    }
}
