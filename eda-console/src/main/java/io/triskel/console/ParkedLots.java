package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.store.KeyForm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parked lanes of all consumers, up to a bound, and groups them by consumer and reason. */
final class ParkedLots implements Screen {
    /** The most lanes read of one consumer for the groups. */
    static final int MOST_LANES = 1_000;

    private static final int PAGE = 500;
    private static final int MOST_GROUPS = 100;

    /** The alarm rule for parked lanes in docs/operations.md. */
    private static final Duration NEEDS_PERSON = Duration.ofMinutes(30);

    /** Reasons that differ in numbers or ids only have one cause. */
    private static final Pattern VARIABLE = Pattern.compile("[0-9a-fA-F]*[0-9][0-9a-zA-Z_-]*");

    private final ConsoleParts parts;
    private final ParkingLot lot;
    private final Duration every;
    private volatile @Nullable Snapshot cached;
    private volatile long cachedNanos;

    ParkedLots(ConsoleParts parts, Duration every) {
        this.parts = parts;
        this.lot = parts.platform().stores().parkingLot();
        this.every = every;
    }

    /** A parked lane of a consumer, as its head tells. */
    record Held(String consumer, HeldLane lane) {
        String group() {
            String by =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(consumer.getBytes(StandardCharsets.UTF_8));
            return "g." + by + "." + KeyForm.digest(alike(reason())).substring(0, 12);
        }

        String reason() {
            return lane.head().map(HeldLane.Head::reason).orElse("");
        }

        Optional<Instant> parkedAt() {
            return lane.head().map(HeldLane.Head::parkedAt);
        }
    }

    private static String alike(String reason) {
        return VARIABLE.matcher(reason).replaceAll("#");
    }

    /**
     * All parked lanes that were read.
     *
     * @param exact whether these are all
     */
    record Snapshot(List<Held> lanes, boolean exact) {
        long events() {
            return lanes.stream().mapToLong(held -> held.lane().events()).sum();
        }

        Map<String, Long> byConsumer() {
            Map<String, Long> events = new TreeMap<>();
            lanes.forEach(held -> events.merge(held.consumer(), held.lane().events(), Long::sum));
            return events;
        }
    }

    /** {@return what was read last, if it is not too old} Several screens show it. */
    Snapshot recent() {
        Snapshot last = cached;
        return last != null && System.nanoTime() - cachedNanos < every.toNanos() ? last : read();
    }

    /** Forgets what was read, because an action may have changed it. */
    void forget() {
        cached = null;
    }

    private Snapshot read() {
        List<Held> all = new ArrayList<>();
        boolean exact = true;
        for (String consumer : parts.consumers().keySet()) {
            Part part = read(consumer, Optional.empty(), MOST_LANES, held -> true, MOST_LANES);
            all.addAll(part.lanes());
            exact &= part.next().isEmpty();
        }
        Snapshot snapshot = new Snapshot(all, exact);
        cachedNanos = System.nanoTime();
        cached = snapshot;
        return snapshot;
    }

    /** Some lanes of one consumer, and after which lane the others come. */
    record Part(List<Held> lanes, Optional<Lane> next, int read) {}

    /**
     * Reads lanes until enough of them are wanted ones.
     *
     * @param most the most lanes to read
     */
    Part read(String consumer, Optional<Lane> after, int most, Predicate<Held> wanted, int enough) {
        List<Held> found = new ArrayList<>();
        Optional<Lane> last = after;
        int read = 0;
        while (read < most) {
            int page = Math.min(PAGE, most - read);
            List<HeldLane> lanes = lot.held(consumer, last, page);
            for (HeldLane lane : lanes) {
                read++;
                last = Optional.of(lane.lane());
                Held held = new Held(consumer, lane);
                if (wanted.test(held)) {
                    found.add(held);
                    if (found.size() == enough) {
                        return new Part(found, last, read);
                    }
                }
            }
            if (lanes.size() < page) {
                return new Part(found, Optional.empty(), read);
            }
        }
        return new Part(found, last, read);
    }

    @Override
    public Duration every() {
        return every;
    }

    @Override
    public List<Message> look() {
        return List.of(Message.state("lot", lot()));
    }

    /** {@return the groups, those with most events first} */
    JsonObject lot() {
        Snapshot all = recent();
        Map<String, List<Held>> groups = new LinkedHashMap<>();
        all.lanes()
                .forEach(held -> groups.computeIfAbsent(held.group(), group -> new ArrayList<>())
                        .add(held));
        List<JsonObject> told = groups.values().stream()
                .sorted(Comparator.comparingLong((List<Held> lanes) -> -new Snapshot(lanes, true).events()))
                .limit(MOST_GROUPS)
                .map(lanes -> group(lanes, all.exact()))
                .toList();
        return JsonObject.empty()
                .setObjects("groups", told)
                .set("events", all.events())
                .set("lanes", all.lanes().size())
                .set("exact", all.exact() && groups.size() <= MOST_GROUPS);
    }

    private JsonObject group(List<Held> lanes, boolean exact) {
        Held first = lanes.get(0);
        Instant now = parts.platform().clock().instant();
        JsonObject group = JsonObject.empty()
                .set("id", first.group())
                .set("consumer", first.consumer())
                .set("reason", first.reason())
                .set("cause", cause(first.reason()))
                .set("events", new Snapshot(lanes, true).events())
                .set("lanes", lanes.size())
                .set(
                        "busy",
                        lanes.stream().filter(held -> held.lane().busy(now)).count())
                .set("exact", exact);
        lanes.stream()
                .flatMap(held -> held.parkedAt().stream())
                .min(Comparator.naturalOrder())
                .ifPresent(oldest -> group.set("oldest", Texts.time(oldest)));
        lanes.stream()
                .flatMap(held -> held.lane().due().stream())
                .min(Comparator.naturalOrder())
                .ifPresent(due -> group.set("nextRetry", Texts.time(due)));
        return group;
    }

    /** {@return the kind of a reason, as the core words it} */
    private static String cause(String reason) {
        if (reason.startsWith("set aside") || reason.startsWith("not yet") || reason.startsWith("it is behind")) {
            return "WAITS";
        }
        if (reason.contains("last with ")
                || reason.contains("last: ")
                || reason.startsWith("failed")
                || reason.startsWith("a port failed")
                || reason.startsWith("its handling")) {
            return "FAILED";
        }
        return reason.matches("[a-z]+: .*") || reason.contains(" is subscribed to, but ") ? "UNDECODABLE" : "OTHER";
    }

    /** {@return what needs a person: lanes that are parked for long} */
    JsonObject need() {
        Snapshot all = recent();
        Instant longAgo = parts.platform().clock().instant().minus(NEEDS_PERSON);
        List<Held> old = all.lanes().stream()
                .filter(held -> held.parkedAt().filter(longAgo::isAfter).isPresent())
                .toList();
        JsonObject need = JsonObject.empty()
                .set("n", all.events())
                .set("needPerson", new Snapshot(old, true).events())
                .set("exact", all.exact());
        all.lanes().stream()
                .flatMap(held -> held.parkedAt().stream())
                .min(Comparator.naturalOrder())
                .ifPresent(oldest -> need.set("oldest", Texts.time(oldest)));
        all.byConsumer().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .ifPresent(worst -> need.set(
                        "worst",
                        JsonObject.empty().set("consumer", worst.getKey()).set("n", worst.getValue())));
        return need;
    }

    /**
     * {@return the consumer whose lanes have this group}
     *
     * @throws Refusal if it is not the id of a group
     */
    static String consumerOf(String group) {
        String[] id = group.split("\\.", -1);
        if (id.length == 3 && id[0].equals("g")) {
            try {
                return new String(Base64.getUrlDecoder().decode(id[1]), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notBase64) {
                // Refused below.
            }
        }
        throw Refusal.notFound("There is no group '" + Texts.cut(group, 40) + "'.", "Take it from the list of groups.");
    }

    /** {@return the first event of a lane, read for this} */
    Optional<ParkedEvent> head(String consumer, Lane lane) {
        return lot.list(consumer, lane, Optional.empty(), 1).stream().findFirst();
    }

    ParkingLot port() {
        return lot;
    }
}
