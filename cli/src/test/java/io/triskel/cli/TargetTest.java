package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetTest {
    @Test
    void a_run_in_memory_takes_a_large_heap_only_where_there_is_room_and_large_pages_only_on_linux() {
        assertThat(Target.inMemory(6L << 30, "Linux"))
                .containsExactly(
                        "-XX:+UseParallelGC",
                        "-Xms1500m",
                        "-Xmn1g",
                        "-XX:-UseAdaptiveSizePolicy",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseTransparentHugePages");
        assertThat(Target.inMemory(6L << 30, "Mac OS X")).doesNotContain("-XX:+UseTransparentHugePages");
        assertThat(Target.inMemory(2L << 30, "Windows 11")).containsExactly("-XX:+UseParallelGC");
    }
}
