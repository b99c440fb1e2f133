package io.triskel.load.evaluate.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.fact.Fact;
import io.triskel.load.fact.Facts;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sources of {@code evaluation/criteria.yaml} agree with the facts that they name. */
class CriteriaFactsTest {
    private static final Path TOP = Path.of("../..");
    private final Criteria criteria = CriteriaFile.read(TOP.resolve("evaluation/criteria.yaml"), Clouds.installed());

    @Test
    void a_source_that_names_facts_has_the_confidence_and_the_date_of_the_first_of_them() {
        List<Source> named = criteria.all().stream()
                .flatMap(criterion -> criterion.judged().values().stream())
                .flatMap(List::stream)
                .flatMap(judged -> Stream.concat(Stream.of(judged.source()), judged.agreeing().stream()))
                .filter(source -> source.fact().isPresent())
                .toList();

        assertThat(named).isNotEmpty().allSatisfy(source -> {
            String[] ids = source.fact().orElseThrow().split(", *");
            assertThat(Facts.documented().byId()).containsKeys(ids);
            Fact first = Facts.documented().byId().get(ids[0]);
            assertThat(source.title()).isEqualTo(first.source());
            assertThat(source.asOf()).isEqualTo(first.asOf());
            assertThat(source.confidence().name()).isEqualToIgnoringCase(first.confidence());
        });
    }
}
