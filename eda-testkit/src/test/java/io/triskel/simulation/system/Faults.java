package io.triskel.simulation.system;

import io.triskel.event.PortException;
import io.triskel.simulation.Around;
import io.triskel.simulation.HostDied;
import io.triskel.testkit.ManualClock;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntConsumer;

/** What may happen around any call that a host makes, drawn from the seed. */
final class Faults {
    private final Random random;
    private final ManualClock clock;
    private final IntConsumer others;
    private boolean stormy = true;

    /** @param others lets other hosts than this one do something */
    Faults(Random random, ManualClock clock, IntConsumer others) {
        this.random = random;
        this.clock = clock;
        this.others = others;
    }

    /** One life of a host: what belongs to it stays dead once it has died, least of all may it tidy up. */
    static final class Life {
        private final int host;
        private boolean over;

        Life(int host) {
            this.host = host;
        }

        boolean over() {
            return over;
        }

        HostDied end(String where) {
            over = true;
            return new HostDied("host " + host + " died " + where);
        }
    }

    void heal() {
        stormy = false;
    }

    boolean stormy() {
        return stormy;
    }

    boolean happens(int perMille) {
        return stormy && random.nextInt(1000) < perMille;
    }

    <P> P around(Class<P> port, P real, Life life) {
        return Around.port(port, real, (method, args, call) -> call(method, life, call));
    }

    private Object call(Method method, Life life, Around.Call call) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return call.make();
        }
        before(method.getName(), life);
        Object result = call.make();
        after(method.getName(), life);
        return result;
    }

    void before(String what, Life life) {
        if (life.over()) {
            throw life.end("before, and does no more");
        }
        if (!stormy) {
            return;
        }
        int fate = random.nextInt(1000);
        if (fate < 8) {
            throw new PortException(what + " is out of order");
        } else if (fate < 10) {
            throw life.end("before " + what);
        } else if (fate < 20) {
            clock.advance(Duration.ofSeconds(random.nextInt(45)));
        } else if (fate < 40) {
            others.accept(life.host);
        }
    }

    void after(String what, Life life) {
        if (!stormy) {
            return;
        }
        int fate = random.nextInt(1000);
        if (fate < 8) {
            throw new PortException(what + " did not answer");
        } else if (fate < 10) {
            throw life.end("after " + what);
        } else if (fate < 20) {
            others.accept(life.host);
        }
    }
}
