package io.triskel.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Positions can be kept as text. */
class ArchivePositionTest {
    @Test
    void a_position_is_written_and_read_again() {
        assertThat(ArchivePosition.at("a:b/c", 12)).hasToString("a:b/c:12");
        for (ArchivePosition position : List.of(
                ArchivePosition.beginning(),
                ArchivePosition.at("a:b/c", 12),
                ArchivePosition.at("a/1", 3).passing("b/%0A\n\r%25"))) {
            assertThat(ArchivePosition.parse(position.toString())).isEqualTo(position);
        }
    }

    @Test
    void what_is_no_position_is_refused() {
        for (String text : List.of("a", ":1", "a:", "a:-1", "a:9999999999", "a:1\nb")) {
            assertThatIllegalArgumentException().isThrownBy(() -> ArchivePosition.parse(text));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new ArchivePlace("a", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> ArchivedEvent.structured(0, new byte[0]));
    }
}
