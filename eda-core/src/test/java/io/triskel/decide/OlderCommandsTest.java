package io.triskel.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots.CommandFilter;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OlderCommandsTest {
    private static List<Commit> commits(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(at -> new Commit(new CommandId("command-" + at), at, at))
                .toList();
    }

    @Test
    void without_an_index_they_have_the_form_that_they_always_had() {
        byte[] filter = OlderCommands.none().plus(commits(10)).toBytes();

        assertThat(OlderCommands.none().toBytes()).isEmpty();
        assertThat(filter)
                .isEqualTo(CommandFilter.of(new byte[0])
                        .plus(commits(10).stream().map(Commit::command).toList())
                        .toBytes());
        assertThat(OlderCommands.of(filter).toBytes()).isEqualTo(filter);
    }

    @Test
    void with_an_index_they_are_read_as_they_were_written_and_refused_by_earlier_releases() {
        for (OlderCommands older : List.of(
                OlderCommands.indexed(7, 5, 1),
                OlderCommands.indexed(250_000, 100_000, 128).plus(commits(10)))) {
            byte[] bytes = older.toBytes();

            OlderCommands read = OlderCommands.of(bytes);

            assertThat(read.toBytes()).isEqualTo(bytes);
            assertThat(List.of(read.indexed(), read.count(), (long) read.buckets()))
                    .containsExactly(older.indexed(), older.count(), (long) older.buckets());
            assertThatThrownBy(() -> CommandFilter.of(bytes)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void of_a_later_release_are_refused() {
        byte[] bytes = OlderCommands.indexed(7, 5, 1).toBytes();
        bytes[0] = 2;

        assertThatThrownBy(() -> OlderCommands.of(bytes)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fill_a_filter_with_about_2500() {
        assertThat(OlderCommands.none().plus(commits(2_400)).filter().isFull()).isFalse();
        assertThat(OlderCommands.none().plus(commits(2_600)).filter().isFull()).isTrue();
    }
}
