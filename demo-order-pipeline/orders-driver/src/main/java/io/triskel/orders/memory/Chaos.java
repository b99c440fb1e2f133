package io.triskel.orders.memory;

import io.triskel.consume.Redelivery;
import io.triskel.event.PortException;
import io.triskel.memory.BusFaults;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random faults: a port call fails before or after its effect, or the process crashes after it; the bus duplicates, rejects,
 * loses answers and reorders; consumers take their turns in any order, from any kind of source.
 * No fault breaks a port's contract, so no fault may change how orders end.
 */
final class Chaos {
    private static final double FAILS_BEFORE = 0.012;
    private static final double FAILS_AFTER = 0.006;
    private static final double CRASHES_AFTER = 0.004;
    private static final List<Redelivery> SOURCES =
            List.of(Redelivery.ONE_BY_ONE, Redelivery.FROM_FIRST_UNSETTLED, Redelivery.WHOLE_BATCH, Redelivery.HELD);

    private final boolean on;
    private final Random random;
    private final Map<String, Long> struck = new TreeMap<>();

    private Chaos(boolean on, long seed) {
        this.on = on;
        this.random = new Random(seed);
    }

    static Chaos none() {
        return new Chaos(false, 0);
    }

    static Chaos seeded(long seed) {
        return new Chaos(true, seed);
    }

    boolean on() {
        return on;
    }

    BusFaults busFaults() {
        return on ? BusFaults.some(random) : BusFaults.none();
    }

    Redelivery source() {
        return on ? SOURCES.get(random.nextInt(SOURCES.size())) : Redelivery.FROM_FIRST_UNSETTLED;
    }

    int batch() {
        return on ? 1 + random.nextInt(40) : 100;
    }

    /** {@return how many batches a turn takes} */
    int batches(int usual) {
        return on ? 1 : usual;
    }

    <T> List<T> shuffled(List<T> turns) {
        if (!on) {
            return turns;
        }
        List<T> shuffled = new ArrayList<>(turns);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** {@return the port, and with chaos one that fails now and then} */
    <T> T around(Class<T> port, T real) {
        if (!on) {
            return real;
        }
        InvocationHandler handler = (proxy, method, arguments) -> call(port, real, method, arguments);
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
    }

    private Object call(Class<?> port, Object real, Method method, Object[] arguments) throws Throwable {
        String where = port.getSimpleName() + "." + method.getName();
        if (happens(FAILS_BEFORE, "calls failed")) {
            throw new PortException("simulated failure of " + where);
        }
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
        if (happens(FAILS_AFTER, "answers lost")) {
            throw new PortException("simulated loss of the answer of " + where);
        }
        if (happens(CRASHES_AFTER, "crashes")) {
            throw new SimulatedCrash(where);
        }
        return result;
    }

    /** Synchronized, because a person may call the pipeline while it works. */
    private synchronized boolean happens(double share, String what) {
        boolean happens = random.nextDouble() < share;
        if (happens) {
            struck.merge(what, 1L, Long::sum);
        }
        return happens;
    }

    /** {@return how many port calls failed or crashed, by kind and for people} */
    synchronized Map<String, Long> struck() {
        return new TreeMap<>(struck);
    }
}
