package io.triskel.publish;

import static io.triskel.publish.Publishing.event;
import static io.triskel.publish.Publishing.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.Publishing.Noted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Any interleaving of calls, answers, rejections and resumptions keeps order and reports everything. */
class OrderedPublisherProperties {
    private static final List<String> KEYS = List.of("a", "b", "c");

    @Property(tries = 300)
    void keys_stay_in_order_and_every_event_is_reported(
            @ForAll long seed, @ForAll boolean severalKeys, @ForAll boolean severalPerKey) {
        Random random = new Random(seed);
        HeldBus bus = new HeldBus(Publishing.limits(3, 1_000_000, 100_000, severalKeys, severalPerKey));
        OrderedPublisher publisher = Publishing.over(bus);
        List<CompletionStage<PublishReport>> reports = new ArrayList<>();
        int made = 0;

        for (int step = 0; step < 60; step++) {
            int action = random.nextInt(10);
            if (action < 4) {
                List<Envelope<Noted>> events = new ArrayList<>();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    events.add(event(KEYS.get(random.nextInt(KEYS.size())), Integer.toString(made++)));
                }
                reports.add(publisher.publish(events, soon()));
            } else if (action < 9) {
                answerOne(bus, random);
            } else {
                publisher.resume(new OrderingKey(KEYS.get(random.nextInt(KEYS.size()))));
            }
            assertThat(bus.noKeyTwiceInFlight()).isTrue();
        }
        while (bus.requests().stream().anyMatch(request -> !request.answer().isDone())) {
            answerOne(bus, random);
        }

        assertThat(reports).noneMatch(Publishing::isOpen);
        acceptedByKey(reports).values().forEach(ids -> assertThat(ids).isSorted());
        KEYS.forEach(key -> publisher.resume(new OrderingKey(key)));
        assertThat(publisher.rememberedKeys()).isZero();
    }

    /** Like a bus that stops a key within a request at its first rejection. */
    private static void answerOne(HeldBus bus, Random random) {
        List<HeldBus.Sent> open = bus.requests().stream()
                .filter(request -> !request.answer().isDone())
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Map<String, Boolean> rejectedKeys = new HashMap<>();
        HeldBus.Sent sent = open.get(random.nextInt(open.size()));
        List<BusResult> results = new ArrayList<>();
        for (Outgoing each : sent.events()) {
            String key = each.event().key().orElseThrow().value();
            boolean rejects = rejectedKeys.merge(key, random.nextInt(6) == 0, Boolean::logicalOr);
            results.add(rejects ? BusResult.failed(RejectionCause.TRANSIENT, "no") : BusResult.ok("p"));
        }
        sent.answer().complete(results);
    }

    private static Map<String, List<Integer>> acceptedByKey(List<CompletionStage<PublishReport>> reports) {
        Map<String, List<Integer>> byKey = new HashMap<>();
        for (CompletionStage<PublishReport> report : reports) {
            for (Entry entry : report.toCompletableFuture().join().entries()) {
                if (entry instanceof Entry.Accepted accepted) {
                    byKey.computeIfAbsent(accepted.event().key().orElseThrow().value(), key -> new ArrayList<>())
                            .add(Integer.valueOf(accepted.event().id().id()));
                }
            }
        }
        return byKey;
    }
}
