package io.triskel.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.codec.JsonObject;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.personal.Personal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractChangesTest {
    private static final EventType PAID = EventType.of("shop.paid", 1);
    private static final EventType PAID_2 = EventType.of("shop.paid", 2);

    record Paid(String order, int cents) {}

    record PaidWithNote(String order, int cents, Optional<String> note) {}

    record PaidInCurrency(String order, int cents, String currency) {}

    record PaidByLetter(Personal<String> order, int cents) {}

    record Tree(List<Tree> branches, int leaves) {}

    record TallTree(List<TallTree> branches, long leaves) {}

    private static AsyncApi api(EventType type, Class<?> data) {
        return AsyncApi.of("Shop", "1", TypeRegistry.builder().add(type, data).build());
    }

    /** {@return each change: whom it breaks, the place, the rule} */
    private static List<String> changes(JsonObject older, JsonObject newer) {
        return AsyncApi.changes(older, newer).stream()
                .map(one -> String.join("+", one.texts("breaks")) + " " + one.text("message") + " " + one.text("where")
                        + " " + one.text("rule"))
                .toList();
    }

    private static List<String> changes(Class<?> older, Class<?> newer) {
        return changes(api(PAID, older).document(), api(PAID, newer).document());
    }

    private static JsonObject foreign(String payload) {
        return JsonObject.parse("""
            {"asyncapi": "3.0.0", "defaultContentType": "application/json",
             "channels": {"paid": {"address": "payments", "messages": {"paid": {"payload": %s}}}}}
            """.formatted(payload));
    }

    @Nested
    class Of_our_own_documents {
        @Test
        void an_unchanged_document_has_no_change() throws IOException {
            String committed = Files.readString(Path.of("../docs/asyncapi.json"));

            assertThat(changes(JsonObject.parse(committed), JsonObject.parse(committed)))
                    .isEmpty();
        }

        @Test
        void a_new_optional_member_breaks_nobody() {
            assertThat(changes(Paid.class, PaidWithNote.class)).containsExactly(" shop.paid.v1 data.note member-added");
            assertThat(changes(PaidWithNote.class, Paid.class))
                    .containsExactly(" shop.paid.v1 data.note member-removed");
        }

        @Test
        void a_new_required_member_breaks_new_readers_and_a_removed_one_old_readers() {
            assertThat(changes(Paid.class, PaidInCurrency.class))
                    .containsExactly("backward shop.paid.v1 data.currency required");
            assertThat(changes(PaidInCurrency.class, Paid.class))
                    .containsExactly("forward shop.paid.v1 data.currency required");
        }

        @Test
        void personal_data_that_was_plain_breaks_both() {
            assertThat(changes(Paid.class, PaidByLetter.class))
                    .contains("backward+forward shop.paid.v1 data.order personal");
        }

        @Test
        void a_type_that_contains_itself_is_compared() {
            assertThat(changes(Tree.class, Tree.class)).isEmpty();
            assertThat(changes(Tree.class, TallTree.class)).allMatch(change -> change.startsWith("forward "));
        }

        @Test
        void a_version_that_its_heir_upcasts_is_replaced_and_without_upcaster_removed() {
            JsonObject older = api(PAID, Paid.class).document();
            AsyncApi newer = AsyncApi.of(
                    "Shop",
                    "2",
                    TypeRegistry.builder()
                            .add(PAID_2, PaidInCurrency.class)
                            .upcast(PAID, PAID_2, old -> old.set("currency", "EUR"))
                            .build());

            assertThat(changes(older, newer.document()))
                    .containsExactly(" shop.paid.v1  message-replaced", " shop.paid.v2  message-added");
            assertThat(changes(older, api(PAID_2, PaidInCurrency.class).document()))
                    .containsExactly("backward+forward shop.paid.v1  message-removed", " shop.paid.v2  message-added");
        }

        @Test
        void pattern_and_ordering_key_bind_both() {
            JsonObject older = api(PAID, Paid.class)
                    .messages(EventKind.Sourced.class, "order-{order}", Paid.class)
                    .document();
            JsonObject newer = api(PAID, Paid.class)
                    .messages(EventKind.Plain.class, "{order}", Paid.class)
                    .document();

            assertThat(changes(older, newer))
                    .containsExactly(
                            "backward+forward shop.paid.v1  ordering-key", "backward+forward shop.paid.v1  pattern");
        }

        @Test
        void an_event_without_a_sender_and_a_command_without_a_receiver_are_breaking() {
            JsonObject used = api(PAID, Paid.class)
                    .unordered(EventKind.Command.class, Paid.class)
                    .sends("shop", Paid.class)
                    .receives("bank", List.of(PAID))
                    .document();
            JsonObject unused = api(PAID, Paid.class)
                    .unordered(EventKind.Command.class, Paid.class)
                    .document();

            assertThat(changes(used, unused))
                    .containsExactly("forward shop.paid.v1  sender", "backward shop.paid.v1  receiver");
            assertThat(changes(unused, used)).isEmpty();
        }

        @Test
        void the_text_says_what_changed_and_what_to_do_instead() {
            JsonObject change = AsyncApi.changes(
                            api(PAID, Paid.class).document(),
                            api(PAID, PaidInCurrency.class).document())
                    .get(0);

            assertThat(change.text("text")).isEqualTo("was absent, is required");
            assertThat(change.text("instead"))
                    .isEqualTo("keep shop.paid.v1 as it is, and add shop.paid.v2 with an upcaster from it");
        }
    }

    @Nested
    class Of_other_documents {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            {"type":"integer"}                    | {"type":"number"}                      | forward type
            {"type":"string"}                     | {"type":["string","null"]}             | forward type
            {"enum":["a","b"]}                    | {"enum":["a"]}                         | backward values
            {"const":1}                           | {"const":1.0}                          | ''
            {"type":"string","maxLength":5}       | {"type":"string","maxLength":4}        | backward bound
            {"type":"integer","minimum":1}        | {"type":"integer","exclusiveMinimum":1}| backward bound
            {"type":"string","pattern":"^a"}      | {"type":"string","pattern":"^b"}       | backward+forward text-pattern
            {"type":"string","format":"date"}     | {"type":"string","format":"date-time"} | backward+forward format
            {"type":"integer","format":"int32"}   | {"type":"integer","format":"int64"}    | forward format
            {"type":"string","contentEncoding":"base64"} | {"type":"string"}               | backward+forward encoding
            {"type":"object"}                     | {"type":"object","additionalProperties":false} | backward closed
            {"type":"object","title":"A"}         | {"type":"object","title":"B"}          | ''
            {"oneOf":[{"const":"a"}]}             | {"oneOf":[{"const":"a"},{"const":"b"}]}| forward case
            {"not":{"type":"string"}}             | {"not":{"type":"number"}}              | backward+forward other
            """)
        void a_change_of_a_schema_breaks_whom_it_says(String older, String newer, String expected) {
            List<String> found = AsyncApi.changes(foreign(older), foreign(newer)).stream()
                    .map(one -> String.join("+", one.texts("breaks")) + " " + one.text("rule"))
                    .toList();

            assertThat(found).isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
        }

        @Test
        void channel_content_type_and_another_schema_format_bind_both() {
            JsonObject older = foreign("{\"schemaFormat\": \"application/vnd.apache.avro\", \"schema\": {\"a\": 1}}");
            JsonObject newer = foreign("{\"schemaFormat\": \"application/vnd.apache.avro\", \"schema\": {\"a\": 2}}");
            newer.set("defaultContentType", "application/cbor")
                    .object("channels")
                    .object("paid")
                    .set("address", "elsewhere");

            assertThat(changes(older, newer))
                    .containsExactly(
                            "backward+forward paid  channel",
                            "backward+forward paid  content-type",
                            "backward+forward paid  schema-format");
        }

        @Test
        void a_document_that_is_not_asyncapi_3_or_not_whole_is_refused() {
            JsonObject fine = foreign("{}");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AsyncApi.changes(JsonObject.parse("{\"openapi\": \"3.1.0\"}"), fine))
                    .withMessage("The old document: This is not an AsyncAPI document: it has no member 'asyncapi'");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AsyncApi.changes(fine, JsonObject.parse("{\"asyncapi\": \"4.0.0\"}")))
                    .withMessage("The new document: This is AsyncAPI 4.0.0, and only 3.x is supported: convert the"
                            + " document");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AsyncApi.changes(fine, foreign("{\"$ref\": \"./paid.json\"}")))
                    .withMessageContaining("'./paid.json' leads to nothing in this document");
        }

        @Test
        void a_schema_that_is_too_large_is_refused_and_not_compared_for_ever() {
            StringBuilder schemas = new StringBuilder("\"s0\": {\"type\": \"string\"}");
            for (int i = 1; i < 40; i++) {
                String child = "{\"$ref\": \"#/components/schemas/s" + (i - 1) + "\"}";
                schemas.append(", \"s")
                        .append(i)
                        .append("\": {\"type\": \"object\", \"properties\": {\"a\": ")
                        .append(child)
                        .append(", \"b\": ")
                        .append(child)
                        .append("}}");
            }
            JsonObject document = foreign("{\"$ref\": \"#/components/schemas/s39\"}")
                    .set("components", JsonObject.parse("{\"schemas\": {" + schemas + "}}"));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AsyncApi.changes(document, document))
                    .withMessageContaining("too large to compare");
        }
    }
}
