package io.triskel.local.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.BulkWriter;
import com.google.cloud.firestore.BulkWriterOptions;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.SetOptions;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.firestore.WriteResult;
import io.grpc.Status.Code;
import io.triskel.local.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Documents and what is done to them. */
class WritesTest extends FirestoreTest {
    @Nested
    class When_a_document_is_created {
        @Test
        void it_is_found_with_its_fields_and_times_and_not_created_twice() {
            WriteResult result = get(order("1").create(Map.of("total", 7L, "lines", List.of("a", "b"))));

            DocumentSnapshot found = get(order("1").get());

            assertThat(found.getData()).isEqualTo(Map.of("total", 7L, "lines", List.of("a", "b")));
            assertThat(found.getUpdateTime()).isEqualTo(result.getUpdateTime());
            assertThat(found.getCreateTime()).isEqualTo(result.getUpdateTime());
            assertRefused(Code.ALREADY_EXISTS, () -> get(order("1").create(Map.of())));
            assertThat(get(order("2").get()).exists()).isFalse();
        }

        @Test
        void its_update_time_grows_from_write_to_write_though_the_clock_stands_still() {
            get(order("1").set(Map.of("n", 1L)));
            Timestamp first = get(order("1").get()).getUpdateTime();

            get(order("1").set(Map.of("n", 2L)));

            DocumentSnapshot second = get(order("1").get());
            assertThat(second.getUpdateTime()).isGreaterThan(first);
            assertThat(second.getCreateTime()).isEqualTo(first);
        }

        @Test
        void a_write_that_changes_nothing_leaves_the_update_time() {
            Timestamp first = get(order("1").set(Map.of("n", 1L))).getUpdateTime();

            assertThat(get(order("1").set(Map.of("n", 1L))).getUpdateTime()).isEqualTo(first);
        }

        @Test
        void reserved_names_are_refused() {
            for (String id : List.of(".", "..", "__id__")) {
                assertRefused(Code.INVALID_ARGUMENT, () -> get(order(id).set(Map.of())));
            }
            get(order("x".repeat(1500)).set(Map.of()));
            assertRefused(
                    Code.INVALID_ARGUMENT, () -> get(order("x".repeat(1501)).set(Map.of())));
        }
    }

    @Nested
    class When_a_commit_is_too_large {
        private static final int DOCUMENTS = 12;
        private static final String FIELD = "body";

        @Test
        void deletions_count_the_size_of_what_they_delete() {
            server.exemptions().add("orders", FIELD);
            IntStream.range(0, DOCUMENTS).forEach(i -> get(order("" + i).set(body(900 << 10))));

            assertRefused(Code.INVALID_ARGUMENT, () -> get(deletions(DOCUMENTS).commit()));
            get(deletions(DOCUMENTS - 1).commit());

            assertThat(server.count()).isEqualTo(1);
        }

        @Test
        void changes_of_a_field_count_the_whole_document() {
            server.exemptions().add("orders", FIELD);
            IntStream.range(0, DOCUMENTS).forEach(i -> get(order("" + i).set(body(900 << 10))));
            WriteBatch batch = client.batch();
            IntStream.range(0, DOCUMENTS).forEach(i -> batch.update(order("" + i), "n", 1L));

            assertRefused(Code.INVALID_ARGUMENT, () -> get(batch.commit()));
        }

        @Test
        void index_entries_count() {
            WriteBatch batch = client.batch();
            List<Long> many = LongStream.range(0, 20_000).boxed().toList();
            IntStream.range(0, 8).forEach(i -> batch.set(order("" + i), Map.of("n", many)));

            assertRefused(Code.INVALID_ARGUMENT, () -> get(batch.commit()));
            server.exemptions().add("orders", "n");
            WriteBatch exempt = client.batch();
            IntStream.range(0, 8).forEach(i -> exempt.set(order("" + i), Map.of("n", many)));
            get(exempt.commit());
        }

        @Test
        void each_write_of_a_batch_write_is_counted_alone() throws Exception {
            server.exemptions().add("orders", FIELD);
            IntStream.range(0, DOCUMENTS).forEach(i -> get(order("" + i).set(body(900 << 10))));
            BulkWriter writer = client.bulkWriter(
                    BulkWriterOptions.builder().setThrottlingEnabled(false).build());
            IntStream.range(0, DOCUMENTS).forEach(i -> {
                var unused = writer.delete(order("" + i));
            });
            writer.close();

            assertThat(server.count()).isZero();
        }

        private Map<String, Object> body(int bytes) {
            return Map.of(FIELD, Blob.fromBytes(new byte[bytes]));
        }

        private WriteBatch deletions(int count) {
            WriteBatch batch = client.batch();
            IntStream.range(0, count).forEach(i -> batch.delete(order("" + i)));
            return batch;
        }
    }

    @Nested
    class When_a_precondition_does_not_hold {
        @Test
        void nothing_of_the_batch_is_written() {
            get(order("1").create(Map.of("n", 1L)));
            WriteBatch batch = client.batch();
            batch.set(order("2"), Map.of("n", 2L)).create(order("1"), Map.of("n", 3L));

            assertRefused(Code.ALREADY_EXISTS, () -> get(batch.commit()));

            assertThat(server.count()).isEqualTo(1);
            assertThat(get(order("1").get()).getLong("n")).isEqualTo(1);
        }

        @Test
        void a_stale_update_time_is_refused_and_the_last_one_is_not() {
            Timestamp first = get(order("1").create(Map.of("n", 1L))).getUpdateTime();
            Timestamp second = get(order("1").update("n", 2L)).getUpdateTime();

            assertRefused(
                    Code.FAILED_PRECONDITION,
                    () -> get(order("1").update(Map.of("n", 3L), Precondition.updatedAt(first))));
            get(order("1").update(Map.of("n", 3L), Precondition.updatedAt(second)));

            assertThat(get(order("1").get()).getLong("n")).isEqualTo(3);
        }

        @Test
        void what_is_not_there_is_not_updated_and_deleted_only_if_it_need_not_be_there() {
            assertRefused(Code.NOT_FOUND, () -> get(order("1").update("n", 1L)));
            assertRefused(
                    Code.FAILED_PRECONDITION,
                    () -> get(order("1").delete(Precondition.updatedAt(Timestamp.MIN_VALUE))));
            get(order("1").delete());
        }

        @Test
        void later_writes_of_a_batch_see_what_earlier_ones_did() {
            WriteBatch batch = client.batch();
            batch.create(order("1"), Map.of("n", 1L)).update(order("1"), "m", 2L);

            get(batch.commit());

            assertThat(get(order("1").get()).getData()).isEqualTo(Map.of("n", 1L, "m", 2L));
        }
    }

    @Nested
    class When_fields_are_changed {
        @Test
        void a_merge_leaves_the_others_and_a_set_does_not() {
            get(order("1").set(Map.of("a", Map.of("b", 1L, "c", 2L), "d", 3L)));

            get(order("1").set(Map.of("a", Map.of("b", 9L)), SetOptions.merge()));
            assertThat(get(order("1").get()).getData()).isEqualTo(Map.of("a", Map.of("b", 9L, "c", 2L), "d", 3L));

            get(order("1").update("a.c", FieldValue.delete(), "e", 4L));
            assertThat(get(order("1").get()).getData()).isEqualTo(Map.of("a", Map.of("b", 9L), "d", 3L, "e", 4L));

            get(order("1").set(Map.of("f", 5L)));
            assertThat(get(order("1").get()).getData()).isEqualTo(Map.of("f", 5L));
        }

        @Test
        void the_server_counts_dates_and_collects() {
            get(order("1").set(Map.of("n", 1L, "tags", List.of("a", "b"))));

            WriteResult result = get(order("1")
                    .update(Map.of(
                            "n", FieldValue.increment(5),
                            "fresh", FieldValue.increment(2.5),
                            "at", FieldValue.serverTimestamp(),
                            "tags", FieldValue.arrayUnion("b", "c"))));
            get(order("1").update("tags", FieldValue.arrayRemove("a")));

            DocumentSnapshot document = get(order("1").get());
            assertThat(document.getLong("n")).isEqualTo(6);
            assertThat(document.getDouble("fresh")).isEqualTo(2.5);
            assertThat(document.getTimestamp("at")).isEqualTo(result.getUpdateTime());
            assertThat(document.get("tags")).isEqualTo(List.of("b", "c"));
        }

        @Test
        void a_count_never_overflows() {
            get(order("1").set(Map.of("n", Long.MAX_VALUE - 1)));

            get(order("1").update("n", FieldValue.increment(5)));

            assertThat(get(order("1").get()).getLong("n")).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Nested
    class When_many_are_written_each_for_itself {
        @Test
        void one_that_fails_does_not_hold_the_others() throws Exception {
            get(order("5").create(Map.of()));
            BulkWriter writer = client.bulkWriter(
                    BulkWriterOptions.builder().setThrottlingEnabled(false).build());
            writer.addWriteErrorListener(error -> false);

            var results = IntStream.range(0, 50)
                    .mapToObj(i -> writer.create(order("" + i), Map.of("n", i)))
                    .toList();
            writer.close();

            assertThat(server.count()).isEqualTo(50);
            assertThat(results.stream().filter(result -> isRefused(result)).count())
                    .isEqualTo(1);
        }

        @Test
        void a_fault_may_refuse_some_of_them() throws Exception {
            server.faults().next(1, "BatchWrite", new Fault.PartlyRefused("UNAVAILABLE", 0.5));
            BulkWriter writer = client.bulkWriter(
                    BulkWriterOptions.builder().setThrottlingEnabled(false).build());
            writer.addWriteErrorListener(error -> false);

            var results = IntStream.range(0, 20)
                    .mapToObj(i -> writer.create(order("" + i), Map.of("n", i)))
                    .toList();
            writer.close();

            long refused = results.stream().filter(result -> isRefused(result)).count();
            assertThat(refused).isBetween(1L, 19L);
            assertThat(server.count()).isEqualTo(20 - refused);
        }

        private boolean isRefused(ApiFuture<WriteResult> result) {
            try {
                get(result);
                return false;
            } catch (RuntimeException e) {
                return true;
            }
        }
    }

    @Nested
    class At_the_limits {
        @Test
        void a_document_has_one_mebibyte_and_not_one_byte_more() {
            // 16 + "orders" + 1 + "1" + 1 for the name, 32 for the document, "b" + 1 for the field.
            int room = (1 << 20) - (16 + 7 + 2) - 32 - 2;

            get(order("1").set(Map.of("b", Blob.fromBytes(new byte[room]))));

            assertRefused(
                    Code.INVALID_ARGUMENT, () -> get(order("1").set(Map.of("b", Blob.fromBytes(new byte[room + 1])))));
        }

        @Test
        void a_request_has_ten_mebibytes() {
            WriteBatch batch = client.batch();
            IntStream.range(0, 11)
                    .forEach(i -> batch.set(order("" + i), Map.of("b", Blob.fromBytes(new byte[1_000_000]))));

            assertRefused(Code.INVALID_ARGUMENT, () -> get(batch.commit()));
        }

        @Test
        void a_document_has_forty_thousand_index_entries_unless_fields_are_exempt() {
            List<Integer> fits = IntStream.range(0, 39_998).boxed().toList();
            List<Integer> over = IntStream.range(0, 39_999).boxed().toList();

            get(order("1").set(Map.of("list", fits)));
            assertRefused(Code.INVALID_ARGUMENT, () -> get(order("1").set(Map.of("list", over))));

            server.exemptions().add("orders", "list");
            get(order("1").set(Map.of("list", over)));
        }

        @Test
        void maps_and_arrays_are_nested_twenty_deep() {
            get(order("1").set(nested(19)));
            assertRefused(Code.INVALID_ARGUMENT, () -> get(order("1").set(nested(20))));
        }

        private Map<String, Object> nested(int maps) {
            Map<String, Object> map = Map.of("leaf", 1L);
            for (int i = 0; i < maps; i++) {
                map = Map.of("m", map);
            }
            return map;
        }

        @Test
        void the_heap_is_not_filled_beyond_what_it_may() {
            StoredDocuments documents = new StoredDocuments(clock, 10_000);

            documents.checkRoom(10_000);

            assertThatThrownBy(() -> documents.checkRoom(10_001)).hasMessageContaining("RESOURCE_EXHAUSTED");
        }
    }

    @Nested
    class When_a_document_is_written_often {
        @Test
        void writes_within_a_second_of_the_one_before_are_counted() {
            get(order("hot").set(Map.of("n", 1L)));
            get(order("hot").set(Map.of("n", 2L)));
            clock.pass(Duration.ofMillis(1001));
            get(order("hot").set(Map.of("n", 3L)));
            get(order("cold").set(Map.of("n", 1L)));

            FirestoreMetrics metrics = server.metrics();

            assertThat(metrics.writtenTooOften()).isEqualTo(Map.of(ROOT + "/orders/hot", 1L));
            assertThat(metrics.writes()).isEqualTo(4);
        }
    }

    @Nested
    class When_documents_are_kept {
        /** The example of Google's page "Storage size calculations": 147 bytes, and entries of 109 to 137. */
        @Test
        void a_document_and_its_index_entries_are_billed() {
            get(client.document("users/jeff/tasks/my_task_id")
                    .set(Map.of(
                            "type", "Personal", "done", false, "priority", 1, "description", "Learn Cloud Firestore")));

            int names = 44 + 27 + 32;
            assertThat(server.storedBytes()).isEqualTo(147 + 2 * (4 * names + 14 + 6 + 17 + 34));

            server.exemptions().add("tasks", "description");
            assertThat(server.storedBytes()).isEqualTo(147 + 2 * (3 * names + 14 + 6 + 17));
        }

        @Test
        void an_expired_document_is_deleted_and_billed_as_a_deletion() {
            get(order("old").set(Map.of("expires", Timestamp.ofTimeSecondsAndNanos(1_000, 0))));
            get(order("young").set(Map.of("expires", Timestamp.ofTimeSecondsAndNanos(3_000, 0))));
            get(order("for-good").set(Map.of("n", 1)));

            server.expire("orders", "expires", Instant.ofEpochSecond(2_000));

            assertThat(server.document(ROOT + "/orders/old")).isEmpty();
            assertThat(server.count()).isEqualTo(2);
            assertThat(server.metrics().deletes()).isEqualTo(1);
        }
    }

    @Nested
    class When_faults_are_injected {
        @Test
        void the_client_repeats_what_was_unavailable() {
            server.faults().next(1, "Commit", new Fault.Refused("UNAVAILABLE"));

            get(order("1").create(Map.of()));

            assertThat(server.count()).isEqualTo(1);
        }

        @Test
        void a_create_whose_answer_is_lost_is_repeated_and_finds_itself() {
            server.faults().next(1, "Commit", new Fault.LostResponse());

            assertRefused(Code.ALREADY_EXISTS, () -> get(order("1").create(Map.of())));

            assertThat(server.count()).isEqualTo(1);
        }

        @Test
        void a_refusal_has_the_code_that_it_was_armed_with() {
            server.faults().next(1, "Commit", new Fault.Refused("PERMISSION_DENIED"));

            assertRefused(Code.PERMISSION_DENIED, () -> get(order("1").create(Map.of())));
        }
    }
}
