package io.triskel.orders.deployed;

import io.triskel.local.Daemons;
import io.triskel.local.function.HostedFunctions;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What only the process of a local cloud sees of an application of one's own in it, and does to it.
 *
 * @param folder the cloud's own
 * @param bus reads all that is published
 * @param functions whose logs say what they did
 * @param faults arms the faults that come by chance; its {@link FaultInjection#order} injects the others
 */
public record CloudInside(Path folder, BusReader bus, HostedFunctions functions, Supplier<FaultInjection> faults) {
    /** Injects faults, those that do not come by chance once a second. {@return ends the latter} */
    ExecutorService disturb() {
        FaultInjection injection = faults.get();
        ScheduledExecutorService seconds = Executors.newSingleThreadScheduledExecutor(Daemons.named("faults"));
        ScheduledFuture<?> unused = seconds.scheduleAtFixedRate(injection::order, 1, 1, TimeUnit.SECONDS);
        return seconds;
    }
}
