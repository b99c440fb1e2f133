package io.triskel.benchmarks.growth;

import io.triskel.codec.StateCodec;
import io.triskel.event.Envelope;
import io.triskel.saga.Input;
import io.triskel.saga.Reaction;
import io.triskel.saga.Saga;
import io.triskel.saga.StateForm;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A saga that sends a command and sets a timer at every event, and sends another command when the timer goes off. */
final class Sagas implements Saga<Sagas.Counted> {
    /** An event of an instance. */
    record Told(String instance) {}

    /** What an instance knows. */
    record Counted(int inputs) {}

    @Override
    public String name() {
        return "benchmark";
    }

    @Override
    public Set<Class<?>> listensTo() {
        return Set.of(Told.class);
    }

    @Override
    public StateForm<Counted> form(StateCodec codec) {
        return StateForm.of(Counted.class, codec);
    }

    @Override
    public Counted initial() {
        return new Counted(0);
    }

    @Override
    public Optional<String> correlate(Envelope<?> event) {
        return event.data() instanceof Told told ? Optional.of(told.instance()) : Optional.empty();
    }

    @Override
    public Counted evolve(Counted counted, Input input) {
        return new Counted(counted.inputs() + 1);
    }

    @Override
    public Reaction react(Counted counted, Input input) {
        Reaction sent = Reaction.nothing().send("target", new Things.Thing(counted.inputs()));
        return input instanceof Input.Event ? sent.timeout("timer", Duration.ofSeconds(1)) : sent;
    }
}
