package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("local-clouds")
class NodeProcessTest {
    private static final Pattern LISTENING = Pattern.compile("ready (\\d+) and (\\w+)\n");

    @Test
    void it_is_ready_when_it_has_said_where_it_listens_and_ends_when_it_is_closed() {
        NodeProcess process = NodeProcess.start(
                "sample", List.of("-e", "console.log('ready 17 and b'); setInterval(() => {}, 1000)"), LISTENING);

        assertThat(process.addresses()).containsExactly("17", "b");
        assertThat(process.isAlive()).isTrue();

        process.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void one_that_ends_before_it_is_ready_is_an_error_that_quotes_it() {
        assertThatThrownBy(() -> NodeProcess.start("sample", List.of("-e", "console.log('no luck')"), LISTENING))
                .hasMessageContaining("sample did not start")
                .hasMessageContaining("no luck");
    }
}
