package io.triskel.local.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.AggregateField;
import com.google.cloud.firestore.AggregateQuerySnapshot;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.ExplainOptions;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Filter;
import com.google.cloud.firestore.GeoPoint;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.TransactionOptions;
import com.google.firestore.v1.FirestoreGrpc;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.RunQueryResponse;
import com.google.firestore.v1.StructuredQuery.FieldFilter;
import com.google.firestore.v1.StructuredQuery.FieldReference;
import com.google.firestore.v1.Value;
import com.google.protobuf.NullValue;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What queries find, and in which order. */
class QueriesTest extends FirestoreTest {
    private static List<String> ids(Query query) {
        return get(query.get()).getDocuments().stream()
                .map(QueryDocumentSnapshot::getId)
                .toList();
    }

    /** What this client does not send, and others do. */
    private int found(String field, FieldFilter.Operator operator, Value value) {
        ManagedChannel channel = ManagedChannelBuilder.forTarget(server.endpoint())
                .usePlaintext()
                .build();
        try {
            RunQueryRequest.Builder request = RunQueryRequest.newBuilder().setParent(ROOT);
            request.getStructuredQueryBuilder().addFromBuilder().setCollectionId("orders");
            request.getStructuredQueryBuilder()
                    .getWhereBuilder()
                    .getFieldFilterBuilder()
                    .setField(FieldReference.newBuilder().setFieldPath(field))
                    .setOp(operator)
                    .setValue(value);
            Iterator<RunQueryResponse> answers =
                    FirestoreGrpc.newBlockingStub(channel).runQuery(request.build());
            int count = 0;
            while (answers.hasNext()) {
                count += answers.next().hasDocument() ? 1 : 0;
            }
            return count;
        } finally {
            channel.shutdownNow();
        }
    }

    @Nested
    class With_numbered_documents {
        @BeforeEach
        void write() {
            for (int n = 1; n <= 9; n++) {
                get(order("" + n).set(Map.of("n", n, "odd", n % 2 == 1, "tags", List.of("t" + n, "t" + n % 3))));
            }
            get(order("none").set(Map.of("m", 1L)));
        }

        @Test
        void conditions_compare_and_combine() {
            assertThat(ids(orders().whereEqualTo("n", 4))).containsExactly("4");
            assertThat(ids(orders().whereNotEqualTo("n", 4))).containsExactly("1", "2", "3", "5", "6", "7", "8", "9");
            assertThat(ids(orders().whereLessThan("n", 3))).containsExactly("1", "2");
            assertThat(ids(orders().whereLessThanOrEqualTo("n", 3))).containsExactly("1", "2", "3");
            assertThat(ids(orders().whereGreaterThan("n", 8))).containsExactly("9");
            assertThat(ids(orders().whereGreaterThanOrEqualTo("n", 8))).containsExactly("8", "9");
            assertThat(ids(orders().whereIn("n", List.of(2, 5)))).containsExactly("2", "5");
            assertThat(ids(orders().whereNotIn("n", List.of(1, 2, 3, 4, 5, 6)))).containsExactly("7", "8", "9");
            assertThat(ids(orders().whereGreaterThan("n", 3).whereLessThanOrEqualTo("n", 5)))
                    .containsExactly("4", "5");
            assertThat(ids(orders().whereGreaterThan("n", 5).whereLessThan("n", 3)))
                    .isEmpty();
            assertThat(ids(orders().whereGreaterThan("n", "3"))).isEmpty();
            assertThat(ids(orders().whereArrayContains("tags", "t4"))).containsExactly("4");
            assertThat(ids(orders().whereArrayContainsAny("tags", List.of("t4", "t5"))))
                    .containsExactly("4", "5");
            assertThat(ids(orders().whereEqualTo("odd", true).whereGreaterThan("n", 4)))
                    .containsExactly("5", "7", "9");
            assertThat(ids(orders().where(Filter.or(
                            Filter.equalTo("n", 1),
                            Filter.and(Filter.equalTo("odd", false), Filter.greaterThan("n", 6))))))
                    .containsExactly("1", "8");
        }

        @Test
        void results_are_ordered_and_those_without_the_field_are_none() {
            assertThat(ids(orders().orderBy("n", Query.Direction.DESCENDING)))
                    .containsExactly("9", "8", "7", "6", "5", "4", "3", "2", "1");
            assertThat(ids(orders().orderBy("odd").orderBy("n", Query.Direction.DESCENDING)))
                    .containsExactly("8", "6", "4", "2", "9", "7", "5", "3", "1");
            assertThat(ids(orders())).hasSize(10).last().isEqualTo("none");
        }

        @Test
        void cursors_limits_and_offsets_cut_them() {
            Query ordered = orders().orderBy("n");

            assertThat(ids(ordered.startAt(8))).containsExactly("8", "9");
            assertThat(ids(ordered.startAfter(8))).containsExactly("9");
            assertThat(ids(ordered.endAt(2))).containsExactly("1", "2");
            assertThat(ids(ordered.endBefore(2))).containsExactly("1");
            assertThat(ids(ordered.limit(2))).containsExactly("1", "2");
            assertThat(ids(ordered.limitToLast(2))).containsExactly("8", "9");
            assertThat(ids(ordered.offset(7))).containsExactly("8", "9");
            assertThat(ids(ordered.startAfter(get(order("6").get())).limit(1))).containsExactly("7");
        }

        @Test
        void names_are_a_field_too() {
            Query byName = orders().orderBy(FieldPath.documentId());

            assertThat(ids(byName.startAfter("7"))).containsExactly("8", "9", "none");
            assertThat(ids(byName.startAfter("2").limit(2))).containsExactly("3", "4");
            assertThat(ids(orders().whereGreaterThan(FieldPath.documentId(), "8")))
                    .containsExactly("9", "none");
            assertThat(ids(orders().orderBy(FieldPath.documentId(), Query.Direction.DESCENDING)
                            .limit(2)))
                    .containsExactly("none", "9");
        }

        @Test
        void only_the_fields_that_were_asked_for_come() {
            var documents =
                    get(orders().whereEqualTo("n", 4).select("odd").get()).getDocuments();
            assertThat(documents.get(0).getData()).isEqualTo(Map.of("odd", false));

            var keys =
                    get(orders().select(FieldPath.documentId()).limit(1).get()).getDocuments();
            assertThat(keys.get(0).getData()).isEmpty();
        }

        @Test
        void an_index_follows_what_is_written() {
            assertThat(ids(orders().whereEqualTo("n", 4))).containsExactly("4");

            get(order("4").update("n", 40));
            get(order("5").delete());
            get(order("new").set(Map.of("n", 4)));

            assertThat(ids(orders().whereEqualTo("n", 4))).containsExactly("new");
            assertThat(ids(orders().whereEqualTo("n", 40))).containsExactly("4");
            assertThat(ids(orders().whereEqualTo("n", 5))).isEmpty();
            assertThat(ids(orders().whereGreaterThan("n", 3)
                            .whereLessThan("n", 7)
                            .orderBy("n", Query.Direction.DESCENDING)))
                    .containsExactly("6", "new");
        }

        @Test
        void they_are_counted_summed_and_averaged() {
            AggregateQuerySnapshot result = get(orders().whereGreaterThan("n", 7)
                    .aggregate(AggregateField.count(), AggregateField.sum("n"), AggregateField.average("n"))
                    .get());

            assertThat(result.getCount()).isEqualTo(2);
            assertThat(result.get(AggregateField.sum("n"))).isEqualTo(17L);
            assertThat(result.get(AggregateField.average("n"))).isEqualTo(8.5);
        }

        @Test
        void aggregations_of_several_fields_see_documents_that_have_all_of_them() {
            get(order("a").set(Map.of("x", 1L, "y", 10L)));
            get(order("b").set(Map.of("x", 2L)));

            AggregateQuerySnapshot result =
                    get(orders().aggregate(AggregateField.count(), AggregateField.sum("x"), AggregateField.average("y"))
                            .get());

            assertThat(result.getCount()).isEqualTo(1);
            assertThat(result.get(AggregateField.sum("x"))).isEqualTo(1L);
            assertThat(result.get(AggregateField.average("y"))).isEqualTo(10.0);
        }

        @Test
        void what_is_not_imitated_is_refused_and_not_answered_without() {
            Timestamp then = Timestamp.ofTimeSecondsAndNanos(1, 0);

            assertRefused(
                    Code.UNIMPLEMENTED,
                    () -> get(orders().explain(ExplainOptions.builder().build())));
            assertRefused(
                    Code.UNIMPLEMENTED,
                    () -> get(client.runAsyncTransaction(
                            reading -> reading.get(order("1")),
                            TransactionOptions.createReadOnlyOptionsBuilder()
                                    .setReadTime(then.toProto())
                                    .build())));
            for (Value value : List.of(
                    Value.newBuilder().setDoubleValue(Double.NaN).build(),
                    Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build())) {
                assertThatThrownBy(() -> found("n", FieldFilter.Operator.LESS_THAN_OR_EQUAL, value))
                        .hasMessageContaining(Code.UNIMPLEMENTED.name());
            }
        }

        @Test
        void fields_without_an_index_of_their_own_are_exempt_where_all_are() {
            server.exemptions().keep("orders", List.of("n"));

            assertThat(ids(orders().whereEqualTo("n", 4))).containsExactly("4");
            assertThat(ids(orders().orderBy(FieldPath.documentId()).limit(1))).containsExactly("1");
            assertRefused(Code.FAILED_PRECONDITION, () -> ids(orders().whereEqualTo("odd", true)));
        }

        @Test
        void a_field_that_is_exempt_from_indexing_cannot_be_asked_for() {
            server.exemptions().add("orders", "n");

            assertRefused(Code.FAILED_PRECONDITION, () -> ids(orders().whereEqualTo("n", 4)));
            assertRefused(Code.FAILED_PRECONDITION, () -> ids(orders().orderBy("n")));
            assertThat(ids(orders().whereEqualTo("odd", true))).hasSize(5);
        }
    }

    @Nested
    class With_values_of_all_types {
        @Test
        void types_come_in_their_order_and_values_within_them() {
            DocumentReference reference = order("x");
            List<Object> inOrder = Arrays.asList(
                    null,
                    false,
                    true,
                    Double.NaN,
                    Double.NEGATIVE_INFINITY,
                    -1L,
                    0.5,
                    1L,
                    1.5,
                    Timestamp.ofTimeSecondsAndNanos(1, 0),
                    Timestamp.ofTimeSecondsAndNanos(1, 1000),
                    "",
                    "a",
                    "ab",
                    "b",
                    "\uFFFD",
                    "\uD83D\uDE00",
                    Blob.fromBytes(new byte[] {1}),
                    Blob.fromBytes(new byte[] {-1}),
                    reference,
                    new GeoPoint(0, 1),
                    new GeoPoint(1, 0),
                    List.of(1L),
                    List.of(1L, 2L),
                    List.of(2L),
                    Map.of("a", 1L),
                    Map.of("a", 1L, "b", 0L),
                    Map.of("a", 2L),
                    Map.of("\uFFFD", 1L),
                    Map.of("\uD83D\uDE00", 1L));
            List<Integer> shuffled = new ArrayList<>();
            for (int i = 0; i < inOrder.size(); i++) {
                shuffled.add(i);
            }
            Collections.shuffle(shuffled, new Random(3));
            for (int i : shuffled) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("v", inOrder.get(i));
                get(client.collection("values").document("" + i).set(fields));
            }

            List<String> found = ids(client.collection("values").orderBy("v"));

            assertThat(found.stream().map(Integer::valueOf)).isSorted().hasSize(inOrder.size());
            assertThat(ids(client.collection("values").whereEqualTo("v", null))).containsExactly("0");
            assertThat(ids(client.collection("values").whereEqualTo("v", 1.0))).containsExactly("7");
            assertThat(ids(client.collection("values").whereEqualTo("v", Double.NaN)))
                    .containsExactly("3");
            assertThat(ids(client.collection("values").whereGreaterThan("v", "ab")))
                    .containsExactly("14", "15", "16");
        }
    }

    /** The expected orders are those of the service in java-firestore#1945 and #1967 (ITQueryTest, ITQueryWatchTest). */
    @Nested
    class With_names_of_all_kinds {
        private final List<String> inOrder = List.of(
                "__id-9223372036854775808__",
                "__id-2__",
                "__id7__",
                "__id12__",
                "__id9223372036854775807__",
                "12",
                "7",
                "A",
                "Aa",
                "__id1_",
                "_id1__",
                "a",
                "\uFFFD",
                "\uD83D\uDE00");

        @BeforeEach
        void write() {
            List<String> shuffled = new ArrayList<>(inOrder);
            Collections.shuffle(shuffled, new Random(5));
            shuffled.forEach(id -> get(order(id).set(Map.of("n", 1L))));
        }

        @Test
        void numbers_come_first_and_texts_by_their_utf_8_bytes() {
            assertThat(ids(orders())).isEqualTo(inOrder);
            assertThat(ids(orders().whereEqualTo("n", 1L))).isEqualTo(inOrder);
            assertThat(ids(orders().orderBy("n"))).isEqualTo(inOrder);
            assertThat(orders().listDocuments())
                    .extracting(DocumentReference::getId)
                    .isEqualTo(inOrder);
        }

        @Test
        void cursors_and_conditions_on_names_follow_that_order() {
            Query byName = orders().orderBy(FieldPath.documentId());

            assertThat(ids(byName.startAfter("__id12__").limit(2))).containsExactly("__id9223372036854775807__", "12");
            assertThat(ids(byName.endBefore("__id12__")))
                    .containsExactly("__id-9223372036854775808__", "__id-2__", "__id7__");
            assertThat(ids(orders().whereGreaterThan(FieldPath.documentId(), "\uFFFD")))
                    .containsExactly("\uD83D\uDE00");
        }
    }

    @Nested
    class With_null_and_nan {
        /** As in the system test "supports !=" of nodejs-firestore. */
        @Test
        void unequal_to_them_is_everything_but_null_and_what_was_named() {
            get(order("null").set(Collections.singletonMap("zip", null)));
            get(order("nan").set(Map.of("zip", Double.NaN)));
            get(order("number").set(Map.of("zip", 98101L)));
            get(order("list").set(Map.of("zip", List.of(98101L))));
            get(order("none").set(Map.of("zap", 98101L)));

            assertThat(ids(orders().whereNotEqualTo("zip", 98101L))).containsExactly("nan", "list");
            assertThat(ids(orders().whereNotEqualTo("zip", Double.NaN))).containsExactly("number", "list");
            assertThat(ids(orders().whereNotEqualTo("zip", null))).containsExactly("nan", "number", "list");
            assertThat(found("zip", FieldFilter.Operator.NOT_EQUAL, nan())).isEqualTo(2);
            assertThat(found("zip", FieldFilter.Operator.EQUAL, nan())).isEqualTo(1);
        }

        private Value nan() {
            return Value.newBuilder().setDoubleValue(Double.NaN).build();
        }

        @Test
        void lists_find_none_of_them_and_not_in_finds_nothing_beside_null() {
            get(order("null").set(Collections.singletonMap("v", null)));
            get(order("nan").set(Map.of("v", Double.NaN)));
            get(order("one").set(Map.of("v", 1L)));
            get(order("list").set(Map.of("v", Arrays.asList(null, Double.NaN, 1L))));

            assertThat(ids(orders().whereIn("v", Arrays.asList(1L, null, Double.NaN))))
                    .containsExactly("one");
            assertThat(ids(orders().whereNotIn("v", Collections.singletonList(null))))
                    .isEmpty();
            assertThat(ids(orders().whereNotIn("v", List.of(Double.NaN)))).containsExactly("one", "list");
            assertThat(ids(orders().whereArrayContainsAny("v", Arrays.asList(null, Double.NaN))))
                    .isEmpty();
            assertThat(ids(orders().whereArrayContains("v", 1L))).containsExactly("list");
        }
    }

    @Nested
    class With_collections_below_documents {
        private final CollectionReference events =
                client.collection("streams").document("a").collection("events");

        @BeforeEach
        void write() {
            for (String stream : List.of("a", "b")) {
                for (int revision = 1; revision <= 3; revision++) {
                    get(client.collection("streams")
                            .document(stream)
                            .collection("events")
                            .document("%03d".formatted(revision))
                            .set(Map.of("revision", revision, "stream", stream)));
                }
            }
        }

        @Test
        void each_is_for_itself_and_a_group_is_all_of_them() {
            assertThat(ids(events.orderBy("revision"))).containsExactly("001", "002", "003");
            assertThat(get(client.collectionGroup("events").get()).size()).isEqualTo(6);
            assertThat(get(client.collectionGroup("events")
                                    .whereEqualTo("revision", 2)
                                    .get())
                            .getDocuments())
                    .extracting(document -> document.getString("stream"))
                    .containsExactly("a", "b");
            assertThat(get(client.collection("events").get()).size()).isZero();
        }

        @Test
        void they_are_listed_and_so_are_documents_page_by_page() {
            assertThat(client.listCollections())
                    .extracting(CollectionReference::getId)
                    .isEmpty();
            assertThat(client.collection("streams").document("a").listCollections())
                    .extracting(CollectionReference::getId)
                    .containsExactly("events");
            assertThat(events.listDocuments())
                    .extracting(DocumentReference::getId)
                    .containsExactly("001", "002", "003");
            assertThat(client.collection("streams").listDocuments())
                    .extracting(DocumentReference::getId)
                    .containsExactly("a", "b");
        }

        /** The client asks for all documents below a name, whatever their collection (RecursiveDelete of java-firestore). */
        @Test
        void a_collection_is_deleted_with_all_below_it_and_nothing_beside_it() {
            get(client.collection("streams2").document("c").set(Map.of("n", 1L)));
            get(client.collection("streams").document("a").set(Map.of("n", 1L)));

            get(client.recursiveDelete(client.collection("streams")));

            assertThat(get(client.collectionGroup("events").get()).size()).isZero();
            assertThat(ids(client.collection("streams"))).isEmpty();
            assertThat(ids(client.collection("streams2"))).containsExactly("c");
        }

        @Test
        void a_document_is_deleted_with_all_below_it_and_nothing_beside_it() {
            get(client.recursiveDelete(client.collection("streams").document("a")));

            assertThat(get(client.collectionGroup("events").get()).getDocuments())
                    .extracting(document -> document.getString("stream"))
                    .containsOnly("b")
                    .hasSize(3);
        }

        @Test
        void several_documents_are_read_at_once() {
            var found = get(client.getAll(events.document("001"), events.document("009")));

            assertThat(found).extracting(document -> document.exists()).containsExactly(true, false);
        }
    }
}
