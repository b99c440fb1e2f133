package io.triskel.orders.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.JsonObject;
import io.triskel.orders.pipeline.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckContractsTest {
    private static final String TODAY = OrdersAsyncApi.of(Style.ORCHESTRATION);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private int check(String older, String newer, String mode, String form) throws IOException {
        String was = Files.writeString(folder.resolve("was"), older).toString();
        String is = Files.writeString(folder.resolve("is"), newer).toString();
        return CheckContracts.run(
                List.of(was, is, mode, form),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String withAnotherReason() {
        JsonObject changed = JsonObject.parse(TODAY);
        JsonObject rejected = changed.object("components").object("schemas").object("OrderEvent.OrderRejected");
        rejected.object("properties").object("reason").set("maxLength", 20);
        return changed.toString();
    }

    @Test
    void the_same_contract_ends_with_0() throws IOException {
        assertThat(check(TODAY, TODAY, "full", "text")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("The documents have the same contract.\n");
    }

    @Test
    void a_breaking_change_ends_with_1_and_is_one_line() throws IOException {
        assertThat(check(TODAY, withAnotherReason(), "full", "text")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("BREAKING  orders.order-rejected.v1 data.reason: maxLength was absent, is 20."
                        + " New readers cannot read old events. Instead, keep orders.order-rejected.v1 as it is, and"
                        + " add orders.order-rejected.v2 with an upcaster from it.\n"
                        + "1 of 1 changes breaks full compatibility.\n");
    }

    @Test
    void the_other_direction_alone_does_not_break_on_it() throws IOException {
        assertThat(check(TODAY, withAnotherReason(), "forward", "json")).isZero();

        JsonObject report = JsonObject.parse(out.toString(StandardCharsets.UTF_8));
        assertThat(report.integer("breaking")).isZero();
        assertThat(report.objects("changes").get(0).texts("breaks")).containsExactly("backward");
    }

    @Test
    void a_broken_document_ends_with_2_and_says_which() throws IOException {
        assertThat(check(TODAY, "{\"asyncapi\": ", "full", "text")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("triskel contracts check: The new document: Not JSON: ");
    }
}
