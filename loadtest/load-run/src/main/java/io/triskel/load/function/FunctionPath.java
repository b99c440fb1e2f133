package io.triskel.load.function;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.load.TestPorts;
import io.triskel.load.clock.ClockOffset;
import io.triskel.load.path.BrokerStages;
import io.triskel.load.path.BusPath;
import io.triskel.load.path.Consuming;
import io.triskel.load.path.LoadPath;
import io.triskel.load.path.UnreadableEvents;
import io.triskel.load.result.Stage;
import io.triskel.load.run.RunClock;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path from publishing to the handler inside a function, which reports over a second bus. The function's times are by its own clock;
 * the result says how far that clock may be from ours.
 */
public final class FunctionPath implements LoadPath {

    /** The longest time that reading a day of earlier reports may take. */
    private static final Duration CATCHING_UP = Duration.ofMinutes(10);

    private final BusPath events;
    private final TestPorts reports;
    private final RunClock clock;
    private final long run;
    /** The epoch by the clock of the run, in nanoseconds. */
    private final long epoch;

    private final Consuming consuming = new Consuming();
    private final Invocations invocations = new Invocations();
    private final BrokerStages broker;

    /**
     * Creates it.
     *
     * @param events the bus that triggers the function; closed with the path
     * @param reports the bus to which the function reports its invocations; closed with the path
     * @param size of an event, in bytes
     */
    public FunctionPath(TestPorts events, TestPorts reports, RunClock clock, long run, int size) {
        this.epoch = clock.epoch();
        this.events = new BusPath(events, 0, run, size, clock::nanos, epoch);
        this.broker = new BrokerStages("function", epoch);
        this.reports = reports;
        this.clock = clock;
        this.run = run;
    }

    @Override
    public void start(Arrived arrived, Pauses pauses) {
        BatchProcessor processor = BatchProcessor.of(EventConsumer.named(Telling.CONSUMER)
                        .on(
                                InvocationReport.TYPE,
                                InvocationReport.class,
                                (event, handling) -> came(arrived, event.data(), clock.nanos()))
                        .parkingLot(new UnreadableEvents(0, arrived))
                        .build())
                .codec(InvocationReport.CODEC)
                .build();
        consuming.startCaughtUp(
                Telling.CONSUMER,
                reports.fromStart(Telling.CONSUMER, processor, InvocationReport.CODEC),
                pauses,
                CATCHING_UP);
    }

    private void came(Arrived arrived, InvocationReport report, long now) {
        // Stamps have the time of day, as a bus path writes them.
        List<Optional<Stamp>> stamps = report.seen().stream()
                .map(seen -> Stamp.of(seen.stamp()).map(each -> each.shifted(epoch)))
                .toList();
        if (stamps.stream().flatMap(Optional::stream).anyMatch(stamp -> stamp.run() == run)) {
            long lastMicros = report.seen().stream()
                    .mapToLong(InvocationReport.Seen::endedMicros)
                    .max()
                    .orElse(report.startedMicros());
            invocations.told(report, epoch + 1_000 * report.startedMicros(), epoch + 1_000 * lastMicros);
        }
        for (int i = 0; i < stamps.size(); i++) {
            InvocationReport.Seen seen = report.seen().get(i);
            stamps.get(i)
                    .ifPresentOrElse(stamp -> came(arrived, report, stamp, seen, now), () -> arrived.unreadable(0));
        }
    }

    private void came(Arrived arrived, InvocationReport report, Stamp stamp, InvocationReport.Seen seen, long now) {
        long started = epoch + 1_000 * report.startedMicros();
        long ended = epoch + 1_000 * seen.endedMicros();
        if (stamp.run() == run) {
            arrived.passed(Stage.SEND_TO_FUNCTION, stamp.intended(), started - stamp.sent());
            arrived.passed(Stage.FUNCTION_TO_HANDLED, stamp.intended(), ended - started);
            invocations.seen(report.instance(), stamp.sent(), started, ended, now);
            if (seen.acceptedMicros() > 0) {
                Instant accepted = Instant.EPOCH.plus(seen.acceptedMicros(), ChronoUnit.MICROS);
                broker.noted(arrived, stamp.intended(), stamp.sent(), accepted, started, now);
            }
        }
        arrived.arrived(0, stamp, seen.intact(), ended);
    }

    @Override
    public void send(Burst burst, Answered answered) {
        events.send(burst, answered);
    }

    @Override
    public boolean oneCallPerKey() {
        return events.oneCallPerKey();
    }

    @Override
    public void resume(int key) {
        events.resume(key);
    }

    @Override
    public List<String> problems() {
        return consuming.problems();
    }

    @Override
    public List<String> stages() {
        return List.of(Stage.SEND_TO_FUNCTION, Stage.FUNCTION_TO_HANDLED);
    }

    @Override
    public Map<String, Double> brokerStages() {
        return broker.errorMicros(invocations.clockErrorMicros());
    }

    @Override
    public Map<String, ClockOffset> clocks() {
        Map<String, ClockOffset> clocks = new LinkedHashMap<>(broker.clocks());
        invocations.clock().ifPresent(worst -> clocks.put("function", worst));
        return clocks;
    }

    @Override
    public Map<String, List<Long>> series(long start, int seconds) {
        return invocations.series(start, seconds);
    }

    @Override
    public void describe(ObjectNode result) {
        invocations.describe(result);
    }

    @Override
    public void close() {
        consuming.close();
        events.close();
        reports.close();
    }
}
