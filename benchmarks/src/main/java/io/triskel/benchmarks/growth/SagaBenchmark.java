package io.triskel.benchmarks.growth;

import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.memory.InMemorySagaStore;
import io.triskel.saga.SagaRunner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A command of each of many instances, and a timer of each. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SagaBenchmark {
    /** Instances with a command to send and a timer that is due. */
    @State(Scope.Thread)
    public static class Instances {
        @Param({"1024", "4096", "16384"})
        int items;

        SagaRunner<Sagas.Counted> runner;

        /** Tells each instance an event. */
        @Setup(Level.Invocation)
        public void tell() throws NotYetException {
            runner = SagaRunner.of(new Sagas(), new InMemorySagaStore(), Things.CODEC, Things.acceptsAll())
                    .clock(Things.CLOCK)
                    .sendLater()
                    .build();
            for (int i = 0; i < items; i++) {
                runner.handle(
                        Envelope.of(new EventId("/told", "t" + i), Things.TOLD, new Sagas.Told("i" + i)),
                        Things.deadline());
            }
        }
    }

    /** All in one call. */
    @Benchmark
    public Object sendAtOnce(Instances instances) {
        return instances.runner.sendPending(instances.items, Things.deadline());
    }

    /** A hundred in each call. */
    @Benchmark
    public int sendByHundreds(Instances instances) {
        int sent = 0;
        while (sent < instances.items) {
            sent += instances.runner.sendPending(Things.PAGE, Things.deadline()).sent();
        }
        return sent;
    }

    /** A hundred timers in each call. */
    @Benchmark
    public int fireByHundreds(Instances instances) {
        int fired = 0;
        while (fired < instances.items) {
            fired += instances
                    .runner
                    .fireDue(Things.NOW.plusSeconds(2), Things.PAGE)
                    .fired();
        }
        return fired;
    }
}
