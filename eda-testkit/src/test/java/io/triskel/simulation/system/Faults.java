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
    private final int failures;
    private final int deaths;
    private final int delays;
    private final int meetings;
    private boolean stormy = true;

    /** @param others lets other hosts than this one do something */
    Faults(Random random, ManualClock clock, IntConsumer others) {
        this.random = random;
        this.clock = clock;
        this.others = others;
        this.failures = oneOf(1, 8, 25);
        this.deaths = oneOf(0, 2, 6);
        this.delays = oneOf(2, 10, 20);
        this.meetings = oneOf(5, 20, 60);
    }

    /** Each seed has a weather of its own, per mille of all calls: what is rare together is often where few things go wrong. */
    private int oneOf(int few, int some, int many) {
        return switch (random.nextInt(4)) {
            case 0 -> few;
            case 1 -> many;
            default -> some;
        };
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
        if (happens(failures)) {
            throw new PortException(what + " is out of order");
        } else if (happens(deaths)) {
            throw life.end("before " + what);
        } else if (happens(delays)) {
            clock.advance(Duration.ofSeconds(random.nextInt(45)));
        } else if (happens(meetings)) {
            others.accept(life.host);
        }
    }

    void after(String what, Life life) {
        if (happens(failures)) {
            throw new PortException(what + " did not answer");
        } else if (happens(deaths)) {
            throw life.end("after " + what);
        } else if (happens(meetings)) {
            others.accept(life.host);
        }
    }
}
