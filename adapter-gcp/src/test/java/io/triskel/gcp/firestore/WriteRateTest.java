package io.triskel.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.gcp.firestore.FirestoreSettings;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Firestore wants a document to be written once a second at most in the long run. Documents here belong to one stream,
 * instance, row or event each, so what grows is their number, and never how often one is written.
 */
class WriteRateTest {
    private final ManualClock clock = ManualClock.atNewYear();
    private final LocalFirestore.Running local =
            LocalFirestore.start(FirestoreSettings.defaults().withClock(clock));
    private final EveryStore stores = new EveryStore(local.client(), LocalFirestore.COLLECTIONS, clock);

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void a_busy_stream_writes_no_document_twice() {
        IntStream.range(0, 200).forEach(i -> stores.append("busy", i));

        assertThat(tooOften()).isEmpty();
        assertThat(local.server().metrics().writes()).isEqualTo(200);
    }

    @Test
    void no_document_is_written_for_more_than_one_entity() {
        stores.event("one", 0);
        Map<String, Long> ofOneEntity = perCollection();

        IntStream.range(0, 200).forEach(i -> stores.event("order-" + i, 0));

        assertThat(perCollection()).isEqualTo(ofOneEntity).isEqualTo(Map.of("test-streams", 1L, "test-inbox", 1L));
    }

    @Test
    void an_entity_with_an_event_every_three_seconds_stays_within_a_write_a_second_and_document() {
        int events = 100;
        Duration between = Duration.ofSeconds(3);

        for (int i = 0; i < events; i++) {
            stores.event("steady", i);
            clock.advance(between);
        }

        assertThat(tooOften().values()).allSatisfy(early -> {
            long writes = events + early;
            assertThat(writes).isLessThanOrEqualTo(events * between.toSeconds());
        });
    }

    /** By full name: how many writes came less than a second after the one before. */
    private Map<String, Long> tooOften() {
        return local.server().metrics().writtenTooOften();
    }

    /** The most of {@link #tooOften} that a document of the collection has. */
    private Map<String, Long> perCollection() {
        Map<String, Long> most = new HashMap<>();
        tooOften().forEach((name, early) -> {
            String collection = name.split("/documents/", 2)[1].split("/", 2)[0];
            most.merge(collection, early, Math::max);
        });
        return most;
    }
}
