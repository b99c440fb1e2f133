package io.triskel.simulation;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.parking.Lane;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What is published and what will happen to it, the same for every source; and so what must have become of it in the end. */
final class Script {
    static final EventType TYPE = EventType.of("simulated.happened", 1);
    static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(TYPE, Happened.class).build());

    /** The data of a simulated event. */
    record Happened(int number) {}

    /** What happens to an event, besides what happens to everything. */
    enum Fate {
        FINE,
        FLAKY,
        ERROR,
        OVERFLOW,
        BROKEN_PACKAGE,
        POISON,
        UNDECODABLE,
        DEPENDENCY_OUT,
        NOT_YET,
        PORT_OUT,
        CRASH_AFTER_EFFECT,
        LEASE_STOLEN,
        LEASE_STOLEN_AFTER_EFFECT,
        IN_PROGRESS_ELSEWHERE;

        boolean neverHandled() {
            return this == POISON || this == UNDECODABLE;
        }
    }

    /** One event. */
    record Planned(int number, String id, Optional<String> key, Fate fate, int times, Delivery delivery) {
        Lane lane() {
            return key.map(Lane::of).orElseGet(() -> Lane.alone(delivery.identity()));
        }
    }

    final List<Planned> events = new ArrayList<>();
    private final Map<String, Planned> byId = new HashMap<>();
    private final Map<Lane, List<Planned>> lanes = new LinkedHashMap<>();

    Script(long seed) {
        Random random = new Random(seed);
        int count = 4 + random.nextInt(20);
        int keys = 1 + random.nextInt(4);
        double trouble = random.nextInt(4) * 0.2;
        int overflow = random.nextInt(count);
        int broken = random.nextInt(count);
        for (int i = 0; i < count; i++) {
            Optional<String> key = random.nextInt(5) == 0 ? Optional.empty() : Optional.of("k" + random.nextInt(keys));
            Fate drawn =
                    random.nextDouble() < trouble ? Fate.values()[random.nextInt(Fate.values().length)] : Fate.FINE;
            Fate fate = i == overflow ? Fate.OVERFLOW : i == broken ? Fate.BROKEN_PACKAGE : drawn;
            Planned planned = planned(i, key, fate, 1 + random.nextInt(6));
            events.add(planned);
            byId.put(planned.id(), planned);
            lanes.computeIfAbsent(planned.lane(), first -> new ArrayList<>()).add(planned);
        }
    }

    private static Planned planned(int number, Optional<String> key, Fate fate, int times) {
        String id = "e" + number;
        Envelope<Happened> event = Envelope.of(new EventId("/simulation", id), TYPE, new Happened(number));
        byte[] bytes = fate == Fate.UNDECODABLE
                ? "{\"specversion\":".getBytes(StandardCharsets.UTF_8)
                : CODEC.encode(
                        key.map(text -> event.withKey(new OrderingKey(text))).orElse(event));
        Delivery delivery = Deliveries.read(CODEC, type -> true, WireEvent.structured(bytes), key, new Position(id));
        return new Planned(number, id, key, fate, times, delivery);
    }

    Planned of(String id) {
        Planned planned = byId.get(id);
        if (planned == null) {
            throw new IllegalStateException("There is no " + id + " in the script");
        }
        return planned;
    }

    List<Planned> before(Planned event) {
        List<Planned> lane = lanes.getOrDefault(event.lane(), List.of());
        return lane.subList(0, lane.indexOf(event));
    }

    /** Per lane, in order: handled up to the first event that never can be, which is parked with all behind it. */
    Outcome expected() {
        Map<Lane, List<String>> effects = new HashMap<>();
        Map<Lane, List<String>> parked = new HashMap<>();
        lanes.forEach((lane, planned) -> {
            Map<Lane, List<String>> where = effects;
            for (Planned event : planned) {
                where = event.fate().neverHandled() ? parked : where;
                where.computeIfAbsent(lane, first -> new ArrayList<>()).add(event.id());
            }
        });
        return new Outcome(effects, parked);
    }

    /** What became of everything: ids per lane, in order. */
    record Outcome(Map<Lane, List<String>> effects, Map<Lane, List<String>> parked) {}

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event.id())
                .append(event.key().map(key -> "@" + key).orElse(""))
                .append(event.fate() == Fate.FINE ? "" : ":" + event.fate() + "*" + event.times())
                .append(' '));
        return text.toString();
    }
}
