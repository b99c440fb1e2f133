package io.triskel.saga;

import io.triskel.codec.EventCodec;
import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A saga that does what each event tells it to, so that a test says in one place what happens. */
final class Script implements Saga<Script.Heard> {
    static final EventType TOLD = EventType.of("script.told", 1);
    static final EventType DO = EventType.of("script.do", 1);

    /** Whether the script fails wherever it would have to obey "fail". */
    boolean mended;

    /** How many states were read from bytes. */
    int read;

    record Told(String instance, List<String> orders) {}

    record Do(String what) {}

    record Heard(List<String> orders) {}

    static EventCodec codec() {
        return EventCodec.of(
                TypeRegistry.builder().add(TOLD, Told.class).add(DO, Do.class).build());
    }

    static Envelope<Told> told(String id, String instance, String... orders) {
        return Envelope.of(new EventId("/test", id), TOLD, new Told(instance, List.of(orders)));
    }

    static Envelope<Told> fact(long revision, String instance, String... orders) {
        return told("fact-" + revision, instance, orders)
                .withPattern(new EventKind.Sourced(new StreamId("stream"), revision));
    }

    @Override
    public String name() {
        return "script";
    }

    @Override
    public Set<Class<?>> listensTo() {
        return Set.of(Told.class);
    }

    @Override
    public StateForm<Heard> form(StateCodec codec) {
        StateForm<Heard> form = StateForm.of(Heard.class, codec);
        return new StateForm<>() {
            @Override
            public byte[] write(Heard state) {
                return form.write(state);
            }

            @Override
            public Heard read(byte[] bytes, String fingerprint) {
                read++;
                return form.read(bytes, fingerprint);
            }

            @Override
            public String fingerprint() {
                return form.fingerprint();
            }

            @Override
            public boolean readsAlike() {
                return form.readsAlike();
            }
        };
    }

    @Override
    public Heard initial() {
        return new Heard(List.of());
    }

    @Override
    public Optional<String> correlate(Envelope<?> event) {
        return event.data() instanceof Told told ? Optional.of(told.instance()) : Optional.empty();
    }

    @Override
    public Heard evolve(Heard heard, Input input) {
        List<String> orders = orders(input);
        if (orders.contains("ignore")) {
            return heard;
        }
        List<String> all = new ArrayList<>(heard.orders());
        for (String order : orders) {
            if (order.startsWith("grow ")) {
                all.add("x".repeat(Integer.parseInt(order.substring(5))));
            } else {
                all.add(order);
            }
        }
        return new Heard(all);
    }

    @Override
    public Reaction react(Heard heard, Input input) {
        Reaction reaction = Reaction.nothing();
        for (String order : orders(input)) {
            reaction = obey(reaction, order);
        }
        return reaction;
    }

    private Reaction obey(Reaction reaction, String order) {
        String[] words = order.split(" ", -1);
        return switch (words[0]) {
            case "send" -> reaction.send("target", new Do(words[1]));
            case "key" -> reaction.send("target", new Do(words[2]), new OrderingKey(words[1]));
            case "effect" ->
                reaction.send(new Reaction.Send(
                        "target", new Do(words[1]), Optional.empty(), Optional.of("effect of " + words[1])));
            case "timer" -> reaction.timeout(words[1], Duration.ofSeconds(Long.parseLong(words[2])));
            case "loop" -> reaction.timeout("loop", Duration.ZERO);
            case "cancel" -> reaction.cancelTimeout(words[1]);
            case "end" -> reaction.end(words[1]);
            case "stick" -> reaction.stuck("told to");
            case "run" -> reaction.run();
            case "fail" -> mended ? reaction : fail();
            case "assert" -> throw new AssertionError("told to fail badly");
            case "overflow" -> throw new StackOverflowError("told to recurse");
            case "unlink" -> throw new NoClassDefFoundError("told to miss a class");
            case "die" -> throw new OutOfMemoryError("told to die");
            default -> reaction;
        };
    }

    private static Reaction fail() {
        throw new IllegalStateException("told to fail");
    }

    /** A timer's name is what to do when it goes off. */
    private static List<String> orders(Input input) {
        return input.fold(
                event -> ((Told) event.envelope().data()).orders(),
                timeout -> List.of(timeout.name().replace('-', ' ')),
                resumed -> List.of("resumed"),
                abandoned -> List.of("abandoned " + abandoned.reason()));
    }
}
