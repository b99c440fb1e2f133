package io.triskel.simulation;

import io.triskel.codec.EventCodec;
import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.NotYetException;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.memory.InMemorySagaStore;
import io.triskel.saga.Input;
import io.triskel.saga.Reaction;
import io.triskel.saga.Saga;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.SagaStore;
import io.triskel.saga.SagaWork.FireReport;
import io.triskel.saga.SagaWork.SendReport;
import io.triskel.saga.StateForm;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Two runners fire the timers of a few instances and send what follows, while one of them is told events besides. */
final class TwoRunners {
    private static final EventType BEGUN = EventType.of("clockwork.begun", 1);
    private static final EventType DO = EventType.of("clockwork.do", 1);
    private static final EventCodec CODEC = EventCodec.of(
            TypeRegistry.builder().add(BEGUN, Begun.class).add(DO, Do.class).build());
    private static final int TIMERS = 3;
    private static final List<String> INSTANCES = List.of("a", "b", "c");

    record Begun(String instance) {}

    /** Which of its instance's commands this is, from 1. */
    record Do(int number) {}

    record Heard(List<String> inputs) {}

    private final Turns turns;
    private final ManualClock clock = ManualClock.atNewYear();
    private final SagaStore store;
    private final ClockFunctionsTest.SharedBus bus;
    private final List<SagaRunner<Heard>> runners = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int fired;

    TwoRunners(long seed, boolean conditional) {
        turns = new Turns(seed);
        bus = new ClockFunctionsTest.SharedBus(turns, seed);
        SagaStore real = new InMemorySagaStore();
        store = turns.shared(SagaStore.class, conditional ? real : lastWriterWins(real));
        for (int i = 0; i < 2; i++) {
            runners.add(SagaRunner.of(new Clockwork(), store, CODEC, bus.publisher())
                    .clock(clock)
                    .sendLater()
                    .build());
        }
    }

    private static SagaStore lastWriterWins(SagaStore real) {
        return Around.port(SagaStore.class, real, (method, args, call) -> {
            if (method.getName().equals("save")) {
                SagaRow row = (SagaRow) args[0];
                long now = real.load(row.ref()).map(SagaRow::revision).orElse(0L);
                args[0] = SagaRow.of(
                        row.ref(),
                        now + 1,
                        row.status(),
                        row.fingerprint(),
                        row.state(),
                        row.timers(),
                        row.unsent(),
                        row.seen(),
                        row.trouble());
                args[1] = now;
            }
            return call.make();
        });
    }

    Optional<String> run() {
        for (String instance : INSTANCES) {
            tell(runners.get(0), "begun-" + instance, instance);
        }
        clock.advance(Duration.ofMinutes(1));
        turns.run(List.of(
                () -> clockFunction(runners.get(0)),
                () -> clockFunction(runners.get(1)),
                () -> INSTANCES.forEach(instance -> tell(runners.get(1), "more-" + instance, instance))));
        bus.troubled = false;
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofMinutes(10));
            clockFunction(runners.get(i % 2));
        }
        INSTANCES.forEach(this::check);
        if (fired != INSTANCES.size() * TIMERS) {
            wrong.add(fired + " timers are reported as fired");
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
    }

    private void tell(SagaRunner<Heard> runner, String id, String instance) {
        try {
            runner.handle(
                    Envelope.of(new EventId("/test", id), BEGUN, new Begun(instance)),
                    Deadline.in(Duration.ofMinutes(1), clock));
        } catch (NotYetException livelock) {
            wrong.add(livelock.toString());
        }
    }

    private void clockFunction(SagaRunner<Heard> runner) {
        FireReport fire = runner.fireDue(clock.instant(), 100);
        SendReport send = runner.sendPending(100, Deadline.in(Duration.ofMinutes(1), clock));
        fired += fire.fired();
        fire.failures().forEach(failure -> wrong.add("firing: " + failure));
        send.failures().forEach(failure -> wrong.add("sending: " + failure));
    }

    private void check(String instance) {
        List<String> heard = runners.get(0).state(instance).orElseThrow().inputs();
        List<String> timers =
                heard.stream().filter(input -> input.startsWith("timer")).toList();
        if (!timers.equals(List.of("timer1", "timer2", "timer3"))) {
            wrong.add(instance + " heard " + timers);
        }
        List<Integer> firsts = bus.received.stream()
                .filter(command -> command.subject().equals(Optional.of(instance)))
                .map(command -> ((Do) CODEC.decode(CODEC.encode(command)).data()).number())
                .distinct()
                .toList();
        List<Integer> all = IntStream.rangeClosed(1, 2 * heard.size()).boxed().toList();
        if (!firsts.equals(all)) {
            wrong.add(instance + " sent " + firsts + ", not " + all);
        }
    }

    /** Sets three timers once, and sends two commands of different keys at every input. */
    private static final class Clockwork implements Saga<Heard> {
        @Override
        public String name() {
            return "clockwork";
        }

        @Override
        public Set<Class<?>> listensTo() {
            return Set.of(Begun.class);
        }

        @Override
        public StateForm<Heard> form(StateCodec codec) {
            return StateForm.of(Heard.class, codec);
        }

        @Override
        public Heard initial() {
            return new Heard(List.of());
        }

        @Override
        public Optional<String> correlate(Envelope<?> event) {
            return event.data() instanceof Begun begun ? Optional.of(begun.instance()) : Optional.empty();
        }

        @Override
        public Heard evolve(Heard heard, Input input) {
            List<String> inputs = new ArrayList<>(heard.inputs());
            inputs.add(input.fold(
                    event -> event.envelope().id().id(),
                    Input.Timeout::name,
                    resumed -> "resumed",
                    abandoned -> "abandoned"));
            return new Heard(inputs);
        }

        @Override
        public Reaction react(Heard heard, Input input) {
            int number = 2 * heard.inputs().size();
            Reaction reaction = Reaction.nothing()
                    .send("target", new Do(number - 1), new OrderingKey("odd"))
                    .send("target", new Do(number), new OrderingKey("even"));
            for (int timer = 1; timer <= TIMERS && heard.inputs().size() == 1; timer++) {
                reaction = reaction.timeout("timer" + timer, Duration.ofSeconds(timer));
            }
            return reaction;
        }
    }
}
