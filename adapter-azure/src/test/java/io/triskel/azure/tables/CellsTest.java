package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.azure.data.tables.models.TableEntity;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class CellsTest {
    private static final int PIECE = 64 * 1024;

    private final EntityTable table;

    CellsTest(LocalTables.Running local) {
        this.table = new EntityTable(local.service(), LocalTables.TABLES.snapshots());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 350 * 1024, 10 * PIECE + 1})
    void bytes_of_any_length_are_read_back(int length) {
        byte[] value = new byte[length];
        new Random(length).nextBytes(value);
        Key key = new Key("cells", "length-" + length);
        TableEntity entity = key.entity();

        Cells.bytes(entity, "value", value);
        table.write(Write.put(entity));

        assertThat(Cells.bytes(table.get(key).orElseThrow(), "value")).isEqualTo(value);
    }

    @Test
    void a_shorter_value_leaves_nothing_of_a_longer_one() {
        Key key = new Key("cells", "shorter");
        TableEntity longer = key.entity();
        TableEntity shorter = key.entity();
        Cells.bytes(longer, "value", new byte[3 * PIECE]);
        Cells.bytes(shorter, "value", new byte[PIECE]);

        table.write(Write.put(longer));
        table.write(Write.put(shorter));

        assertThat(Cells.bytes(table.get(key).orElseThrow(), "value")).hasSize(PIECE);
    }

    @Test
    void more_than_an_entity_takes_is_refused() {
        TableEntity entity = new TableEntity("p", "r");

        Cells.bytes(entity, "value", new byte[15 * PIECE]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cells.bytes(entity, "value", new byte[15 * PIECE + 1]))
                .withMessageContaining("983040");
    }

    @Test
    void texts_are_read_back_however_long_and_odd() {
        Key key = new Key("cells", "texts");
        TableEntity entity = key.entity();
        Map<String, String> texts = Map.of("é/\\#?\uD83D\uDE80", "", "x", "界".repeat(100_000));
        Cells.texts(entity, "texts", texts);
        Cells.longText(entity, "short", "Zoë\n\t\"");
        Cells.longText(entity, "long", "界".repeat(40_000));

        table.write(Write.put(entity));

        TableEntity read = table.get(key).orElseThrow();
        assertThat(Cells.texts(read, "texts")).isEqualTo(texts);
        assertThat(Cells.longText(read, "short")).isEqualTo("Zoë\n\t\"");
        assertThat(Cells.longText(read, "long")).isEqualTo("界".repeat(40_000));
    }

    @Test
    void an_entity_of_others_is_told() {
        TableEntity entity = new TableEntity("p", "r");

        assertThatIllegalStateException()
                .isThrownBy(() -> Cells.text(entity, "stream"))
                .withMessageContaining("'stream'");
    }
}
