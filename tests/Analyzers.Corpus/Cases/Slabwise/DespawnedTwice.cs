// Source: erkerkiii/gum pull request 26
// An object that is returned twice is rented twice. Here with a pooled class.
using Slabwise;

namespace Buggy
{
    [SizeClassPooled]
    public sealed partial class Projectile
    {
        public int Damage;
    }

    static class Combat
    {
        public static int Hit(int damage)
        {
            Projectile projectile = Projectile.Rent();
            projectile.Damage = damage;
            int total = projectile.Damage * 2;
            Projectile.Return(projectile);
            if (total > 100) {|SLAB102:Projectile.Return(projectile)|};
            return total;
        }
    }
}

namespace Mended
{
    [SizeClassPooled]
    public sealed partial class Projectile
    {
        public int Damage;
    }

    static class Combat
    {
        public static int Hit(int damage)
        {
            Projectile projectile = Projectile.Rent();
            projectile.Damage = damage;
            int total = projectile.Damage * 2;
            Projectile.Return(projectile);
            return total;
        }
    }
}
