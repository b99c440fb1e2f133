package io.triskel.gcp.hosting;

import io.triskel.event.Deadline;
import io.triskel.gcp.CallDeadline;
import io.triskel.gcp.GcpClients;
import io.triskel.hosting.Applications;
import io.triskel.hosting.Host;
import io.triskel.hosting.Hosted;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.function.InvocationLog;
import io.triskel.platform.Platform;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * A function's objects for all of its calls, which live as long as its instance.
 *
 * @param settings from the environment
 * @param platform bus and stores
 * @param hosted the application on them
 * @param journal counts what happens
 */
record FunctionState(FunctionSettings settings, Platform platform, Hosted<?> hosted, InvocationLog journal) {
    /** The time that a call may take, well below the function's time-out; a killed call's claims expire after it. */
    static final Duration TIME = Duration.ofSeconds(10);

    static FunctionState start(Map<String, String> environment, FunctionRole role) {
        FunctionSettings settings = FunctionSettings.from(Applications.only(), environment, role);
        InvocationLog journal = new InvocationLog();
        Host host = GcpPorts.of(settings, GcpClients.of(settings.gcp()), InstantSource.system(), journal);
        return new FunctionState(
                settings, host.platform(), settings.application().on(host), journal);
    }

    /** The work of a call, which is to be over by a deadline. */
    @FunctionalInterface
    interface Call<T> {
        T by(Deadline deadline) throws IOException;
    }

    /** Does the work of a call that begins now; the calls of its ports end in time. */
    <T> T withinDeadline(Call<T> call) throws IOException {
        Deadline deadline = Deadline.in(TIME, platform.clock());
        return CallDeadline.during(deadline, platform.clock(), () -> call.by(deadline));
    }

    /** Writes what happened to the log, which takes each line of JSON on the standard output as an entry. */
    void write(String consumer) {
        journal.write(consumer, platform.states(), line -> System.out.println(LogEntry.of(line)));
    }
}
