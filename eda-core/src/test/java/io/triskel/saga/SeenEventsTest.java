package io.triskel.saga;

import static io.triskel.saga.Script.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.StreamId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SeenEventsTest {
    private static Envelope<?> fact(int stream, long revision) {
        return told("event-" + stream + "-" + revision, "a", "ignore")
                .withPattern(new EventKind.Sourced(new StreamId("stream-" + stream), revision));
    }

    private static SeenEvents seen(int streams, int revisionsOfEach) {
        SeenEvents seen = SeenEvents.nothing();
        for (int revision = 1; revision <= revisionsOfEach; revision++) {
            for (int stream = 0; stream < streams; stream++) {
                seen = seen.plus(fact(stream, revision), World.START);
            }
        }
        return seen;
    }

    private static int bytes(SeenEvents seen) {
        return row(seen).encoded().length;
    }

    private static SagaRow row(SeenEvents seen) {
        return SagaRow.of(
                new SagaRef("script", "a"),
                1,
                new SagaStatus.Running(),
                "fingerprint",
                new byte[0],
                List.of(),
                PendingCommands.nothing(),
                seen,
                Optional.empty());
    }

    @Nested
    class An_instance_that_lives_long {
        @Test
        void fed_from_more_streams_than_are_kept_has_a_small_row() {
            assertThat(bytes(seen(SeenEvents.MAX_STREAMS + 100, 1))).isLessThan(SagaRow.MAX_BYTES / 2);
        }

        @Test
        void fed_much_from_many_streams_has_a_small_row() {
            assertThat(bytes(seen(SeenEvents.MAX_STREAMS, 5))).isLessThan(SagaRow.MAX_BYTES / 2);
        }

        @Test
        void goes_on_taking_events_after_more_streams_than_are_kept() throws Exception {
            World world = World.sendingLater();
            world.tell("first", "a", "begun");
            SagaRow row = world.row("a");
            world.store.save(
                    SagaRow.of(
                            row.ref(),
                            2,
                            row.status(),
                            row.fingerprint(),
                            row.state(),
                            row.timers(),
                            row.unsent(),
                            seen(SeenEvents.MAX_STREAMS + 100, 1),
                            row.trouble()),
                    1);

            world.tell(told("next", "a", "next").withPattern(fact(20_000, 1).pattern()));

            assertThat(world.heard("a")).containsExactly("begun", "next");
        }
    }

    @Nested
    class Beyond_its_limit {
        @Test
        void the_stream_that_was_quiet_longest_is_forgotten_and_a_repeat_of_it_counts_again() {
            SeenEvents full = seen(SeenEvents.MAX_STREAMS, 1).plus(fact(0, 2), World.START);

            SeenEvents one = full.plus(fact(SeenEvents.MAX_STREAMS, 1), World.START);

            assertThat(one.revisions()).hasSize(SeenEvents.MAX_STREAMS);
            assertThat(one.has(fact(1, 1))).as("quiet longest").isFalse();
            assertThat(one.has(fact(0, 1))).as("first seen, but not quiet").isTrue();
            assertThat(one.has(fact(2, 1))).isTrue();
            assertThat(one.has(fact(SeenEvents.MAX_STREAMS, 1))).isTrue();
        }

        @Test
        void at_the_limit_no_stream_is_forgotten() {
            SeenEvents full = seen(SeenEvents.MAX_STREAMS, 1);

            assertThat(full.revisions()).hasSize(SeenEvents.MAX_STREAMS);
            assertThat(full.has(fact(0, 1))).isTrue();
        }

        @Test
        void of_revisions_in_all_the_streams_that_were_quiet_longest_are_forgotten() {
            int streams = SeenEvents.MAX_REVISIONS_IN_ALL / SeenEvents.MAX_REVISIONS;
            SeenEvents full = seen(streams, SeenEvents.MAX_REVISIONS);
            assertThat(full.revisions().size()).isEqualTo(streams);

            SeenEvents one = full.plus(fact(streams, 1), World.START);

            assertThat(one.revisions().size()).isEqualTo(streams);
            assertThat(one.has(fact(0, SeenEvents.MAX_REVISIONS))).isFalse();
            assertThat(one.has(fact(1, SeenEvents.MAX_REVISIONS))).isTrue();
        }
    }

    @Nested
    class A_row_that_an_earlier_release_wrote {
        private final Map<String, List<Long>> many = new LinkedHashMap<>();

        {
            for (int stream = 0; stream < 3_000; stream++) {
                many.put("stream" + stream, List.of(7L));
            }
        }

        @Test
        void with_more_streams_than_are_kept_now_is_read_as_it_is() {
            SagaRow old = row(new SeenEvents(many, Map.of()));

            assertThat(SagaRow.decoded(old.encoded())).isEqualTo(old);
        }

        @Test
        void loses_what_is_too_much_with_the_next_event() {
            SeenEvents old = SagaRow.decoded(row(new SeenEvents(many, Map.of())).encoded())
                    .seen();

            SeenEvents next = old.plus(fact(1, 1), World.START);

            assertThat(next.revisions().keySet().stream())
                    .hasSize(SeenEvents.MAX_STREAMS)
                    .doesNotContain("stream0")
                    .contains("stream2999");
        }
    }

    @Test
    void a_time_is_as_precise_as_a_row_records_it() {
        SeenEvents seen = SeenEvents.nothing().plus(told("1", "a", "ignore"), World.START.plusNanos(1));

        assertThat(SagaRow.decoded(row(seen).encoded()).seen()).isEqualTo(seen);
    }

    @Test
    void the_order_of_streams_survives_the_row() {
        SeenEvents seen = seen(3, 1).plus(fact(0, 2), World.START);

        SeenEvents read = SagaRow.decoded(row(seen).encoded()).seen();

        assertThat(read.revisions().keySet())
                .containsExactlyElementsOf(seen.revisions().keySet());
    }
}
