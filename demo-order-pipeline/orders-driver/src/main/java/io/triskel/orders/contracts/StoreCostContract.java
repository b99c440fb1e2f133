package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.triskel.hosting.Heartbeat;
import io.triskel.orders.memory.CountedRun;
import io.triskel.platform.Stores;
import io.triskel.transfer.Replicas;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Orders cost as many units in a cloud's stores as {@code size} says. */
public abstract class StoreCostContract {
    /** What {@code size} may be beside the count, in percent. */
    private static final double TOLERANCE = 10;

    private Units notOfThePipeline = new Units(0, 0);

    /** What the service bills for a run. */
    public record Units(double read, double written) {
        private Units plus(Units other) {
            return new Units(read + other.read, written + other.written);
        }

        private Units minus(Units other) {
            return new Units(read - other.read, written - other.written);
        }
    }

    /** {@return the stores, empty at first; each call opens them on the same data} */
    protected abstract Stores stores(InstantSource clock);

    /** {@return what the service has counted so far} */
    protected abstract Units counted();

    /** {@return what {@code size} says of this work} */
    protected abstract Units said(CountedRun work);

    @Test
    final void orders_cost_what_size_says() {
        CountedRun work = CountedRun.on(this::withoutHeartbeats, this::uncounted, FewOrders.lines());
        Units counted = counted().minus(notOfThePipeline);
        Units said = said(work);

        assertThat(said.written())
                .as("units written by %s, of which %s were counted", work, counted)
                .isCloseTo(counted.written(), withinPercentage(TOLERANCE));
        assertThat(said.read())
                .as("units read by %s, of which %s were counted", work, counted)
                .isCloseTo(counted.read(), withinPercentage(TOLERANCE));
    }

    /** The stores as seen by the driver that waits for the pipeline's rest. */
    private Stores uncounted(InstantSource clock) {
        return around(Stores.class, stores(clock));
    }

    private <T> T around(Class<T> port, T real) {
        return proxied(port, real, (proxy, method, arguments) -> {
            Object result = notCounting(real, method, arguments);
            return method.getDeclaringClass() == Stores.class ? around(Object.class, result) : result;
        });
    }

    /** The stores as the pipeline sees them; its notes of heartbeats come by the minute and not by the order. */
    private Stores withoutHeartbeats(InstantSource clock) {
        Stores all = stores(clock);
        Replicas replicas = all.replicas();
        Replicas counting = proxied(
                Replicas.class,
                replicas,
                (proxy, method, arguments) ->
                        method.getDeclaringClass() == Replicas.class && Heartbeat.areIn((String) arguments[0])
                                ? notCounting(replicas, method, arguments)
                                : invoked(replicas, method, arguments));
        return proxied(
                Stores.class,
                all,
                (proxy, method, arguments) ->
                        method.getName().equals("replicas") ? counting : invoked(all, method, arguments));
    }

    private <T> T proxied(Class<T> port, T real, InvocationHandler handler) {
        Set<Class<?>> ports = Set.of(real.getClass().getInterfaces());
        return port.cast(Proxy.newProxyInstance(getClass().getClassLoader(), ports.toArray(Class<?>[]::new), handler));
    }

    private Object notCounting(Object real, Method method, Object[] arguments) throws Throwable {
        Units before = counted();
        try {
            return invoked(real, method, arguments);
        } finally {
            notOfThePipeline = notOfThePipeline.plus(counted().minus(before));
        }
    }

    private static Object invoked(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
