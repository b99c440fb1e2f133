package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("local-clouds")
class OtherJvmTest {
    private static final Pattern READY = Pattern.compile("process (\\d+)\n");

    @Test
    void what_it_writes_when_it_is_ready_is_known() {
        long pid;
        try (OtherJvm other = OtherJvm.start(Ready.class, READY)) {
            pid = Long.parseLong(other.ready().group(1));

            assertThat(pid).isNotEqualTo(ProcessHandle.current().pid());
            assertThat(other.tail()).contains("process " + pid);
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void one_that_ends_at_once_says_what_it_has_written() {
        assertThatIllegalStateException()
                .isThrownBy(() -> OtherJvm.start(Broken.class, READY).close())
                .withMessageContaining("out of order today");
    }

    static final class Ready {
        private Ready() {}

        public static void main(String[] arguments) throws InterruptedException {
            OtherJvm.serve("process " + ProcessHandle.current().pid());
        }
    }

    static final class Broken {
        private Broken() {}

        public static void main(String[] arguments) {
            System.out.println("out of order today");
        }
    }
}
