package io.triskel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.store.Snapshots.CommandFilter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommandFilterTest {
    private static List<CommandId> commands(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new CommandId(prefix + i))
                .toList();
    }

    @Test
    void without_commands_it_knows_none_and_has_no_bytes() {
        CommandFilter empty = CommandFilter.of(new byte[0]).plus(List.of());

        assertThat(empty.mayKnow(new CommandId("c"))).isFalse();
        assertThat(empty.toBytes()).isEmpty();
    }

    @Test
    void it_knows_every_command_that_was_added_also_after_it_was_stored() {
        CommandFilter filter =
                CommandFilter.of(new byte[0]).plus(commands("a", 2000)).plus(commands("b", 2000));

        CommandFilter read = CommandFilter.of(filter.toBytes());

        assertThat(commands("a", 2000)).allMatch(read::mayKnow);
        assertThat(commands("b", 2000)).allMatch(read::mayKnow);
    }

    @Test
    void of_2500_commands_it_mistakes_few_new_ones() {
        CommandFilter filter = CommandFilter.of(new byte[0]).plus(commands("order-", 2500));

        long mistaken =
                commands("payment-", 10_000).stream().filter(filter::mayKnow).count();

        assertThat(mistaken).isLessThan(60);
    }

    @Test
    void adding_leaves_the_filter_itself_alone() {
        CommandFilter before = CommandFilter.of(new byte[0]);

        before.plus(commands("a", 1));

        assertThat(before.mayKnow(new CommandId("a0"))).isFalse();
    }

    @Test
    void its_stored_form_never_changes() {
        byte[] bytes = CommandFilter.of(new byte[0])
                .plus(List.of(new CommandId("order-1")))
                .toBytes();

        assertThat(bytes).hasSize(4096);
        assertThat(IntStream.range(0, 32 * 1024).filter(bit -> (bytes[bit >> 3] & (1 << (bit & 7))) != 0))
                .containsExactly(10341, 10463, 10585, 10707, 26786, 26908, 27030);
    }

    @Test
    void bytes_of_another_length_are_refused() {
        assertThatThrownBy(() -> CommandFilter.of(new byte[17])).isInstanceOf(IllegalArgumentException.class);
    }
}
