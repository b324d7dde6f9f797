// Source: AppleMoon98/Idle-project issue 30
// A monster's death gave it back to its pool, and the clean-up at the end of the same frame did so again: two requests got one object.
using System;
using Microsoft.Extensions.ObjectPool;

namespace Buggy
{
    sealed class Monster
    {
        public int Health = 10;
    }

    sealed class Session(ObjectPool<Monster> pool)
    {
        public void Fight(int damage)
        {
            Monster monster = pool.Get();
            monster.Health -= damage;
            if (monster.Health <= 0)
            {
                Console.WriteLine("dead");
                pool.Return(monster);
            }

            {|SLAB102:pool.Return(monster)|};
        }
    }
}

namespace Mended
{
    sealed class Monster
    {
        public int Health = 10;
    }

    sealed class Session(ObjectPool<Monster> pool)
    {
        public void Fight(int damage)
        {
            Monster monster = pool.Get();
            monster.Health -= damage;
            if (monster.Health <= 0) Console.WriteLine("dead");
            pool.Return(monster);
        }
    }
}
