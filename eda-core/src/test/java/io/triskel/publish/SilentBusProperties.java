package io.triskel.publish;

import static io.triskel.publish.Publishing.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.Publishing.Noted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a bus leaves unanswered, for two who share a publisher: reports keep their deadlines, and keys their order. */
class SilentBusProperties {
    private static final List<String> KEYS = List.of("a", "b", "c", "d");
    private static final int IN_FLIGHT = 2;
    private static final int ABANDONED = 4 * IN_FLIGHT;

    @Property(tries = 300)
    void reports_are_there_at_their_deadlines_and_keys_stay_in_order(
            @ForAll long seed, @ForAll boolean severalKeys, @ForAll boolean severalPerKey) {
        Run run = new Run(seed, severalKeys, severalPerKey);

        for (int step = 0; step < 80; step++) {
            run.step();
            run.check();
        }
        List<PublishReport> atTheEnd = run.everythingOverdue();
        run.check();
        run.answerTheRest();

        assertThat(run.reports()).as("late answers change no entry").isEqualTo(atTheEnd);
        run.resumeAll();
        assertThat(run.owners)
                .allSatisfy(owner -> assertThat(owner.rememberedKeys()).isZero());
    }

    private record Promised(CompletionStage<PublishReport> report, Deadline deadline) {}

    private static final class Run {
        private final Random random;
        private final ManualTime time = new ManualTime();
        private final HeldBus bus;
        private final List<OrderedPublisher> owners = new ArrayList<>();
        private final List<Promised> promised = new ArrayList<>();
        private final Map<String, Integer> ownerOf = new HashMap<>();
        private int made;

        Run(long seed, boolean severalKeys, boolean severalPerKey) {
            random = new Random(seed);
            bus = new HeldBus(Publishing.limits(3, 1_000_000, 100_000, severalKeys, severalPerKey));
            owners.add(OrderedPublisher.builder(bus, Publishing.CODEC)
                    .clock(time)
                    .maxInFlight(IN_FLIGHT)
                    .alarms(time)
                    .build());
            owners.add(owners.get(0).withOwnWithholding());
        }

        void step() {
            int owner = random.nextInt(owners.size());
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> publish(owner);
                case 4, 5 -> answerOne();
                case 6 -> owners.get(owner).resume(new OrderingKey(anyKey()));
                default -> time.advance(Duration.ofMillis(random.nextInt(8_000)));
            }
        }

        private void publish(int owner) {
            List<Envelope<Noted>> events = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                String id = Integer.toString(made++);
                ownerOf.put(id, owner);
                events.add(event(anyKey(), id));
            }
            Deadline deadline = Deadline.in(Duration.ofMillis(random.nextInt(30_000)), time);
            promised.add(new Promised(owners.get(owner).publish(events, deadline), deadline));
        }

        private String anyKey() {
            return KEYS.get(random.nextInt(KEYS.size()));
        }

        /** One of every five requests is never answered. */
        private void answerOne() {
            List<HeldBus.Sent> all = bus.requests();
            List<HeldBus.Sent> open = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (i % 5 != 0 && !all.get(i).answer().isDone()) {
                    open.add(all.get(i));
                }
            }
            if (!open.isEmpty()) {
                answer(open.get(random.nextInt(open.size())));
            }
        }

        private void answer(HeldBus.Sent sent) {
            if (random.nextInt(4) == 0) {
                sent.reject(RejectionCause.TRANSIENT);
            } else {
                sent.accept();
            }
        }

        void check() {
            time.advance(Duration.ZERO);
            assertThat(promised)
                    .filteredOn(each -> each.deadline().passed(time))
                    .noneMatch(each -> Publishing.isOpen(each.report()));
            assertThat(bus.requests().stream().filter(sent -> !sent.answer().isDone()))
                    .hasSizeLessThanOrEqualTo(IN_FLIGHT + ABANDONED);
            assertThat(time.alarms()).isLessThanOrEqualTo(1);
            keysAreInFlightOnce();
            keysAreSentInOrder();
        }

        /** But for requests whose events were given up, and whose owner decided to go on. */
        private void keysAreInFlightOnce() {
            Set<String> keys = new HashSet<>();
            for (HeldBus.Sent sent : bus.requests()) {
                if (!sent.answer().isDone() && !sent.deadline().passed(time)) {
                    Set<String> own = new HashSet<>();
                    sent.events().forEach(each -> own.add(key(each)));
                    own.forEach(key -> assertThat(keys.add(key)).isTrue());
                }
            }
        }

        private void keysAreSentInOrder() {
            Map<String, Integer> last = new HashMap<>();
            for (HeldBus.Sent sent : bus.requests()) {
                for (Outgoing each : sent.events()) {
                    String id = each.event().id().id();
                    Integer before = last.put(ownerOf.get(id) + key(each), Integer.valueOf(id));
                    assertThat(before == null || before < Integer.parseInt(id)).isTrue();
                }
            }
        }

        private static String key(Outgoing outgoing) {
            return outgoing.event().key().orElseThrow().value();
        }

        List<PublishReport> everythingOverdue() {
            time.advance(Duration.ofMinutes(1));
            return reports();
        }

        List<PublishReport> reports() {
            assertThat(promised).noneMatch(each -> Publishing.isOpen(each.report()));
            return promised.stream()
                    .map(each -> each.report().toCompletableFuture().join())
                    .toList();
        }

        void answerTheRest() {
            bus.requests().stream().filter(sent -> !sent.answer().isDone()).forEach(this::answer);
        }

        void resumeAll() {
            owners.forEach(owner -> KEYS.forEach(key -> owner.resume(new OrderingKey(key))));
        }
    }
}
