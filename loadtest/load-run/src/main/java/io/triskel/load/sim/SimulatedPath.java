package io.triskel.load.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.path.LoadPath;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * From the generator through a simulated bus to the handlers. Events carry their stamps and no bytes. A key's events are withheld after
 * one was refused, as a publisher does it.
 */
public final class SimulatedPath implements LoadPath {
    /** Until a sender has its answer: our assumption, no figure of any of the services was found. */
    private static final Duration ANSWER = Duration.ofMillis(10);

    private static final double ANSWER_SIGMA = 0.5;

    private final VirtualClock clock;
    private final Service service;
    private final int consumers;
    private final long run;
    private final Delay answer;
    private final boolean[] withheld;

    /**
     * Creates it.
     *
     * @param run tells its events from those of all other runs
     */
    public SimulatedPath(VirtualClock clock, Service service, Workload workload, long run) {
        this.clock = clock;
        this.service = service;
        this.consumers = workload.consumers();
        this.run = run;
        this.answer = new Delay(ANSWER, ANSWER_SIGMA, workload.seed() + 1);
        this.withheld = new boolean[workload.keys().count()];
    }

    @Override
    public void start(Arrived arrived, Pauses pauses) {
        service.start(new Consumers(consumers, run, arrived, pauses));
    }

    @Override
    public void send(Burst burst, Answered answered) {
        long now = clock.nanos();
        for (int i = 0; i < burst.size(); i++) {
            int key = burst.key(i);
            if (withheld[key]) {
                burst.failed(i, SendOutcome.WITHHELD);
            } else if (!service.take(key, burst.number(i), burst.intended(i), now)) {
                withheld[key] = true;
                burst.failed(i, service.refusal());
            }
        }
        clock.at(now + answer.next(), () -> answered.answered(burst));
    }

    @Override
    public void resume(int key) {
        withheld[key] = false;
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public List<String> stages() {
        return service.stages();
    }

    @Override
    public Map<String, List<Long>> series(long start, int seconds) {
        return service.series(start, seconds);
    }

    @Override
    public void describe(ObjectNode result) {
        service.describe(result);
    }

    @Override
    public void close() {
        // Nothing was opened, and no thread was started.
    }
}
