package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanCheckTest {
    @Test
    void processes_that_end_with_their_jvm_are_named(@TempDir Path folder) {
        List<Long> children = OrphanCheck.kill(Owner.class, folder);

        assertThat(children)
                .isNotEmpty()
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                        .isEmpty());
    }

    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path folder = Path.of(arguments[0]);
            try (ChildProcess child =
                    ChildProcess.start(List.of("sleep", "600"), folder, Map.of(), folder.resolve("sleep.log"))) {
                Await.until("the child", () -> child.pid().isPresent());
                OrphanCheck.awaitDeath();
            }
        }
    }
}
