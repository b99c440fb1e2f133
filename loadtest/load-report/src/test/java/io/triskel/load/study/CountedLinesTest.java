package io.triskel.load.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines that the chapter on exit counts; small changes of the code need no new figures. */
class CountedLinesTest {
    private static final StudyData DATA = StudyHome.DATA;

    private static double stated(String id) {
        return DATA.figures().find(id).flatMap(Figure::range).orElseThrow().high();
    }

    private static boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }

    private static boolean isDeployed(Path file) {
        return file.toString().matches(".*(\\.tf|\\.sh|/storage\\.yaml|/orchestration\\.yaml)");
    }

    private static long lines(Predicate<Path> counted, String... folders) throws IOException {
        long lines = 0;
        for (String folder : folders) {
            try (Stream<Path> walk = Files.walk(StudyHome.TOP.resolve(folder))) {
                for (Path file :
                        walk.filter(Files::isRegularFile).filter(counted).toList()) {
                    try (Stream<String> read = Files.lines(file)) {
                        lines += read.count();
                    }
                }
            }
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "azure", "gcp"})
    void what_is_specific_to_a_cloud_has_the_stated_lines(String cloud) throws IOException {
        assertThat((double) lines(CountedLinesTest::isJava, "adapter-" + cloud + "/src/main"))
                .isCloseTo(stated("exit.adapter." + cloud), withPercentage(5));
        assertThat((double) lines(CountedLinesTest::isJava, "demo-order-pipeline/order-" + cloud + "/src/main"))
                .isCloseTo(stated("exit.package." + cloud), withPercentage(5));
        assertThat((double) lines(CountedLinesTest::isDeployed, "infra/" + cloud))
                .isCloseTo(stated("exit.templates." + cloud), withPercentage(5));
    }

    @Test
    void what_stays_has_the_stated_lines() throws IOException {
        assertThat((double) lines(
                        CountedLinesTest::isJava,
                        "eda-core/src/main",
                        "eda-observe/src/main",
                        "demo-order-pipeline/orders/src/main",
                        "eda-hosting/src/main"))
                .isCloseTo(stated("exit.shared"), withPercentage(5));
    }
}
