package io.triskel.orders.gcp;

import io.triskel.event.Deadline;
import io.triskel.gcp.CallDeadline;
import io.triskel.gcp.GcpClients;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.function.InvocationLog;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * A function's objects for all of its calls, which live as long as its instance.
 *
 * @param settings from the environment
 * @param ports of the pipeline
 * @param pipeline on these ports
 * @param journal counts what happens
 */
record FunctionState(OrderSettings settings, Ports ports, OrderPipeline pipeline, InvocationLog journal) {
    /** The time that a call may take, well below the function's time-out; a killed call's claims expire after it. */
    static final Duration TIME = Duration.ofSeconds(10);

    static FunctionState start(Map<String, String> environment, FunctionRole role) {
        OrderSettings settings = OrderSettings.from(environment, role);
        InvocationLog journal = new InvocationLog();
        Ports ports = GcpPorts.of(settings, GcpClients.of(settings.gcp()), InstantSource.system(), journal);
        return new FunctionState(settings, ports, new OrderPipeline(ports, settings.style()), journal);
    }

    /** The work of a call, which is to be over by a deadline. */
    @FunctionalInterface
    interface Call<T> {
        T by(Deadline deadline) throws IOException;
    }

    /** Does the work of a call that begins now; the calls of its ports end in time. */
    <T> T withinDeadline(Call<T> call) throws IOException {
        Deadline deadline = Deadline.in(TIME, ports.platform().clock());
        return CallDeadline.during(deadline, ports.platform().clock(), () -> call.by(deadline));
    }

    /** Writes what happened to the log, which takes each line of JSON on the standard output as an entry. */
    void write(String consumer) {
        journal.write(consumer, ports.platform().states(), line -> System.out.println(LogEntry.of(line)));
    }
}
